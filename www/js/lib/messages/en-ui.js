// Words of components that not all pages need.

export default {};
