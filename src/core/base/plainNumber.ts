/** A whole or decimal number, as JSON and the keys of records have it. A larger exponent could not be counted with. */
const NUMBER = /^(-?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?)0*(\d{1,15}))?$/i;
/** As many digits are written out behind the significant ones. */
const MOST_ZEROS = 40;

/**
 * The same text for all ways to write one number: `1`, `01`, `1.0` and `1e0` are `1`. Numbers of any length keep all their digits, and a
 * zero has no sign.
 * @returns what was given, if it is no number
 */
export function plainNumber(text: string): string {
  const [, sign, whole = '', fraction = '', powerSign = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined) return text;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = withoutZerosAtEnd(digits);
  const exponent = Number(powerSign + power) - fraction.length + digits.length - significant.length;
  return exponent >= 0 && exponent < MOST_ZEROS
    ? `${sign}${significant}${'0'.repeat(exponent)}`
    : `${sign}${significant}e${exponent}`;
}

function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === '0') end--;
  return digits.slice(0, end);
}
