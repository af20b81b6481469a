/** So that Excel reads the text as UTF-8. */
const BOM = '\uFEFF';
/** What a spreadsheet takes for a formula when a cell begins with it, also in the wide forms of East Asian keyboards. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/**
 * Where a cell would begin for a spreadsheet that separates by something else than commas, as Excel does in countries that
 * write numbers with a comma: quotes do not hold such a cell together.
 */
const LATER_FORMULA = /([;|\t\r\n]\s*)(?=[=+\-@＝＋－＠])/g;

/**
 * A table as RFC 4180 has it, in UTF-8 with a byte order mark. A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front, as its text comes from devices.
 */
export function csvText(rows: Iterable<readonly string[]>): string {
  let text = BOM;
  for (const row of rows) text += `${row.map(csvCell).join(',')}\r\n`;
  return text;
}

function csvCell(text: string): string {
  const harmless = `${FORMULA.test(text) ? "'" : ''}${text.replace(LATER_FORMULA, "$1'")}`;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
