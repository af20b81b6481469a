/**
 * The same JSON value with other texts.
 * @param change gets the name of the member that has the text, or the list with it
 * @param changeKey does the same for keys, which stay unless it is given
 */
export function changedTexts<T>(
  value: T,
  change: (text: string, name?: string) => string,
  changeKey: (key: string) => string = (key) => key,
  name?: string,
): T {
  if (typeof value === 'string') return change(value, name) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => changedTexts(each, change, changeKey, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [changeKey(key), changedTexts(each, change, changeKey, key)]),
  ) as T;
}
