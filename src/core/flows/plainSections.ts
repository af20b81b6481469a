import type { Json } from '../json/json';
import { isRecord } from '../session/sessionFields';
import type { HeldCard, HeldPair, HeldSection } from './heldSection';

/**
 * What a system holds, when the page knows nothing about the system: a section for each list, in which each element has a
 * card, and one for everything else.
 */
export function plainSections(name: string, slice: unknown): HeldSection[] {
  const members = Object.entries(slice as Record<string, Json>);
  const lists = members.filter((each): each is [string, Json[]] => Array.isArray(each[1]));
  const others = members.filter(([, value]) => !Array.isArray(value));
  const ofOthers = { title: name, cards: others.length > 0 ? [{ key: name, pairs: others.map(pairOf) }] : [] };
  return [
    ...(others.length > 0 || lists.length === 0 ? [ofOthers] : []),
    ...lists.map(([member, list]) => ({ title: `${name}: ${member}`, cards: list.map(cardOf) })),
  ];
}

function cardOf(value: Json, at: number): HeldCard {
  const key = String(at);
  return isRecord(value)
    ? { key, pairs: Object.entries(value as Record<string, Json>).map(pairOf) }
    : { key, head: [pieceOf(value)] };
}

function pairOf([label, value]: [string, Json]): HeldPair {
  return { label, line: isEmpty(value) ? [] : [pieceOf(value)] };
}

function pieceOf(value: Json): { code: string } | { json: Json } {
  return typeof value === 'object' && value !== null ? { json: value } : { code: String(value) };
}

function isEmpty(value: Json): boolean {
  return value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
