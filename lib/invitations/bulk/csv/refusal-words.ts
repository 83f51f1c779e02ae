import type { Words } from '../../../action-state';
import { MAX_BATCH_ROWS, MAX_FILE_BYTES } from '../batch';
import { MAX_COLUMNS } from './limits';
import type { FileRefusal, ForeignKind } from './refusal';

const SAVE_AS = 'Open it in your spreadsheet program, save it as “CSV UTF-8”, and choose that file.';

const IS: Record<ForeignKind, { what: string; next: string }> = {
  excel: { what: 'This is an Excel workbook, not a CSV file.', next: SAVE_AS },
  'open-document': { what: 'This is an OpenDocument spreadsheet, not a CSV file.', next: SAVE_AS },
  'old-office': { what: 'This is an old Excel or Word file, not a CSV file.', next: SAVE_AS },
  archive: { what: 'This is an archive, not a CSV file.', next: 'Unpack it and choose the CSV file in it.' },
  compressed: { what: 'This is a compressed file, not a CSV file.', next: 'Unpack it and choose the CSV file in it.' },
  pdf: { what: 'This is a PDF, not a CSV file.', next: 'Ask for the list as a spreadsheet, and save that as CSV.' },
  image: {
    what: 'This is a picture, not a CSV file.',
    next: 'Ask for the list as a spreadsheet, and save that as CSV.',
  },
  'web-page': {
    what: 'This is a web page or XML, not a CSV file, whatever its name says.',
    next: SAVE_AS,
  },
  'rich-text': {
    what: 'This is a text document, not a CSV file.',
    next: 'Copy its table into a spreadsheet, and save that as CSV.',
  },
  binary: {
    what: 'This is not a CSV file.',
    next: 'Choose a CSV file: text, one person a line. Save it as CSV from your spreadsheet program.',
  },
};

const MEGABYTES = MAX_FILE_BYTES / 1024 / 1024;
const ROWS = MAX_BATCH_ROWS.toLocaleString('en');
const SPLIT = 'Split it into several files, and import one after the other.';
const NOTHING = 'Nothing was imported.';

/** Why a file was not taken: what is, why, and what to do next. */
export function fileRefusalWords(refusal: FileRefusal): Words {
  switch (refusal.kind) {
    case 'foreign':
      return {
        what: IS[refusal.is].what,
        why: `Its content says so, not its name. ${NOTHING}`,
        next: IS[refusal.is].next,
      };
    case 'empty':
      return {
        what: 'This file is empty.',
        why: 'There is not one cell in it with something in it.',
        next: 'Look whether it was saved, and choose it again.',
      };
    case 'no-rows':
      return {
        what: 'This file has a header and nobody below it.',
        why: 'Each person is a row of their own.',
        next: 'Fill in at least one row, save it, and choose it again.',
      };
    case 'too-large':
      return {
        what: `This file is larger than ${MEGABYTES} MB.`,
        why: `A file is taken whole or not at all. ${NOTHING}`,
        next: SPLIT,
      };
    case 'too-many-rows':
      return {
        what: `This file has more than ${ROWS} rows.`,
        why: `A file is taken whole or not at all. ${NOTHING}`,
        next: SPLIT,
      };
    case 'too-many-columns':
      return {
        what: `Row ${refusal.row} has more than ${MAX_COLUMNS} columns.`,
        why: `That is no list of people as Usher knows them. ${NOTHING}`,
        next: 'Keep the columns that are needed, save it as CSV, and choose it again.',
      };
    case 'quote-not-closed':
      return {
        what: `A quotation mark in row ${refusal.row} is never closed.`,
        why: `All that follows it would be one cell, and nobody below it would be invited. ${NOTHING}`,
        next: 'Close or remove it, or save the file anew from a spreadsheet program, and choose it again.',
      };
    case 'row-too-long':
      return {
        what: `Row ${refusal.row} is far too long for one person.`,
        why: `Most likely a quotation mark in it is never closed, and swallows the rows below. ${NOTHING}`,
        next: 'Close or remove it, or save the file anew from a spreadsheet program, and choose it again.',
      };
  }
}
