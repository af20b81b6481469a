import { nearestName } from '../../../core/base/nearestName';

/** The members of 4D's Email object that the outbox keeps. Source: docs/web-code.md#mail. */
const KEPT = [
  'to',
  'cc',
  'bcc',
  'from',
  'sender',
  'replyTo',
  'subject',
  'textBody',
  'htmlBody',
  'headers',
  'attachments',
] as const;

/** The other members of 4D's Email object. */
const LEFT_OUT = [
  'bodyStructure',
  'bodyValues',
  'comments',
  'id',
  'inReplyTo',
  'keywords',
  'messageId',
  'receivedAt',
  'references',
  'sendAt',
  'size',
] as const;

const KNOWN: readonly string[] = [...KEPT, ...LEFT_OUT];
/** So many members are named at most, each with so many characters. */
const MOST_NAMED = 5;
const LONGEST_NAME = 40;
/** What is shorter is in many names. */
const SHORTEST_PART = 4;

/**
 * What is to be said of the names of members that a mail has: which 4D does not know, with what may be meant, and which
 * the outbox does not keep. Without such members, there is nothing to say.
 */
export function remarksOnMembers(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !KNOWN.includes(name)).map(guessed);
  const left = names.filter((name) => LEFT_OUT.some((each) => each === name)).map(quoted);
  return [
    ...(unknown.length > 0 ? [`4D does not know these members of a mail: ${listed(unknown)}.`] : []),
    ...(left.length > 0 ? [`The outbox does not keep these members of a mail: ${listed(left)}.`] : []),
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? `, and ${rest} more` : '');
}

function quoted(name: string): string {
  return `“${name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name}”`;
}

function guessed(name: string): string {
  const meant = meantBy(name);
  return meant.length === 0 ? quoted(name) : `${quoted(name)} (perhaps ${meant.map(quoted).join(' or ')})`;
}

/** The member with the nearest name, otherwise those whose name begins or ends with it, such as “body” and “html”. */
function meantBy(name: string): readonly string[] {
  const nearest = nearestName(name, KNOWN);
  if (nearest !== undefined) return [nearest];
  const lower = name.toLowerCase();
  if (lower.length < SHORTEST_PART) return [];
  return KEPT.filter((each) => each.toLowerCase().startsWith(lower) || each.toLowerCase().endsWith(lower));
}
