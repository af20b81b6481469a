import { wordsOfName } from '../protocol/nameWords';

/** The value that is named, as a word of a name. */
const VALUE = /^(?:values?|val|valeur|wert|valor|new|old|current|previous|val\d)$/;
/** The same, if nothing else stands in the name. */
const VALUE_ALONE = /^(?:v|text|content|data|answer|input|to|from|set|raw|plain|string|x|s)$/i;

/** Whether a member may have the value that another one names. */
export function isValueBeside(key: string): boolean {
  return VALUE_ALONE.test(key) || wordsOfName(key).some((word) => VALUE.test(word));
}
