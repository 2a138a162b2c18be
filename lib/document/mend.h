/* mend: a text as its reader gave it becomes the one that its writer meant. Pure. */
#ifndef DOCUMENT_MEND_H
#define DOCUMENT_MEND_H

struct document_text;

/*
 * Letters composed, ligatures taken apart, blanks of every kind one blank, signs without width
 * gone; letters that were read in a wrong encoding, or by the numbers of their glyphs, set right;
 * letters that are set apart ("О П Ы Т") joined; of a PDF, words joined that a line broke. A text
 * that means nothing all the same gets the problem "document.garbled".
 */
void	document_mend(struct document_text *);

#endif
