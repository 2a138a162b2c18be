// samples: people and things for the gallery; none of them exists.

export const PEOPLE = [
  { id: 1, name: 'Ковалёва Анна' },
  { id: 2, name: 'Орлов Дмитрий' },
  { id: 3, name: 'Сидоренко Павел' },
  { id: 4, name: 'Мельник Ольга' },
  { id: 5, name: 'Ахметов Тимур' },
  { id: 6, name: 'Громова Екатерина' },
  { id: 7, name: 'Литвин Сергей' },
];

export const TAGS = ['java', 'kotlin', 'senior', 'middle', 'junior', 'lead', 'qa', 'devops', 'design', 'sales'].map(
  (name, i) => ({ value: name, label: name, count: 208 >> i }),
);
