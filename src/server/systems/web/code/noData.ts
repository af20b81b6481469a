/** A member of what is no data: it says what the object is, such as `an OutgoingMessage`. It is hidden from JSON. */
export const NO_DATA = Symbol('no data');

/** What an object of 4D's own classes is that JSON would show as if it were data. Undefined for all other objects. */
export function noDataKind(value: object): string | undefined {
  const kind = (value as { readonly [NO_DATA]?: unknown })[NO_DATA];
  return typeof kind === 'string' ? kind : undefined;
}
