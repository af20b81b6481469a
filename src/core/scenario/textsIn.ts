import { pointerOf } from '../json/pointer';

export interface TextIn {
  readonly pointer: string;
  readonly text: string;
  /** Whether the text is the key of the value that the pointer names. */
  readonly inKey: boolean;
}

/** Every text in a JSON value, including keys, with its place. */
export function* textsIn(value: unknown, pointer = ''): Generator<TextIn> {
  if (typeof value === 'string') yield { pointer, text: value, inKey: false };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const at = pointer + pointerOf([key]);
    if (!Array.isArray(value)) yield { pointer: at, text: key, inKey: true };
    yield* textsIn(each, at);
  }
}
