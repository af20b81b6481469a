import { counted } from '../../../core/base/counted';
import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';

// 4D limits no text. The longest that apps send are push tokens of some hundred characters, and parameters of their own.
const LONGEST_TEXT = 16_384;
/** Of all texts and names together. */
const LONGEST_TEXTS = 65_536;
/** Values without a text take memory too. */
const MOST_VALUES = 10_000;
const SHOWN = 60;

/**
 * Refuses a body that would fill the memory. What a device sends is kept in its session, and in the file of it.
 * @param body not nested so deeply that calling itself for each level fails
 * @throws MobileError 1904 with the place of the text that is too long, or with the limit of all together
 */
export function assertBrief(body: Readonly<Record<string, unknown>>, trace: Trace): void {
  let characters = 0;
  let values = 0;

  function check(value: unknown, place: string): void {
    if (++values > MOST_VALUES) tooMuch(`The body has more than ${counted(MOST_VALUES, 'value')}`);
    if (typeof value === 'string') add(value, `“${place.slice(0, SHOWN)}”`);
    else if (Array.isArray(value)) for (const [at, each] of value.entries()) check(each, `${place}.${at}`);
    else if (isRecord(value)) {
      for (const [name, each] of Object.entries(value)) {
        add(name, place === '' ? 'A name in the body' : `A name in “${place.slice(0, SHOWN)}”`);
        check(each, place === '' ? name : `${place}.${name}`);
      }
    }
  }

  function add(text: string, what: string): void {
    if (text.length > LONGEST_TEXT) tooMuch(`${what} is longer than ${counted(LONGEST_TEXT, 'character')}`);
    characters += text.length;
    if (characters <= LONGEST_TEXTS) return;
    tooMuch(`The texts of the body are longer than ${counted(LONGEST_TEXTS, 'character')} together`);
  }

  function tooMuch(what: string): never {
    return refuse(trace, 'mobile.body.invalid', 1904, `${what}; send less.`);
  }

  check(body, '');
}
