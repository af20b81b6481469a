import { pointerOf, pointerParts } from '../json/pointer';
import type { MobileSession } from '../protocol/mobile';
import type { Json } from '../protocol/web';
import { type Facts, headerValues, jsonOf, valueAt, webSessionsOf } from './facts';
import { isEqual, type Mismatch, mismatch, shown } from './matcher';
import { rulesIn } from './rulesIn';
import type { CookieExpectSource, ExpectSource, MatcherSource } from './scenarioSource';

/** An expectation that does not hold. */
export interface Unmet extends Mismatch {
  /** Below `expect`. */
  readonly pointer: string;
  /** What it is about: `status`, `body /token`, `cookie 4DSID_App`. */
  readonly subject: string;
}

/** Holds an expectation, its variables filled in, against what happened; pure. */
export function unmetIn(expect: ExpectSource, facts: Facts): Unmet[] {
  return [
    ...status(expect, facts),
    ...headers(expect, facts),
    ...body(expect, facts),
    ...cookies(expect, facts),
    ...mobileSession(expect, facts),
    ...webSession(expect, facts),
    ...file(expect, facts),
    ...mail(expect, facts),
    ...cause(expect, facts),
  ];
}

function* status({ status: wanted }: ExpectSource, { answer }: Facts): Generator<Unmet> {
  if (wanted === undefined) return;
  const actual = answer?.status ?? 0;
  const all = typeof wanted === 'number' ? [wanted] : wanted;
  if (all.includes(actual)) return;
  const words = (each: number) => (each === 0 ? 'no answer' : String(each));
  yield { pointer: '/status', subject: 'status', expected: all.map(words).join(' or '), actual: words(actual) };
}

function* headers({ headers: wanted = {} }: ExpectSource, { answer }: Facts): Generator<Unmet> {
  for (const [name, matcher] of Object.entries(wanted)) {
    const values = headerValues(answer?.headers ?? [], name);
    const actual = values.length > 0 ? values.join(', ') : undefined;
    yield* compare(matcher, actual, pointerOf(['headers', name]), `header ${name}`);
  }
}

function* body({ body: wanted }: ExpectSource, { answer }: Facts): Generator<Unmet> {
  if (!wanted) return;
  const text = answer?.body;
  const json = text === undefined ? undefined : jsonOf(text);
  const { equals, contains, lacks, matches } = wanted;
  if (equals !== undefined) {
    const actual = typeof equals === 'string' ? text : (json ?? text);
    if (!isEqual(equals, actual))
      yield unmet('/body/equals', 'body', { expected: shown(equals), actual: shown(actual) });
  }
  for (const [at, each] of places(contains, '/body/contains')) yield* compare({ contains: each }, text, at, 'body');
  for (const [at, each] of places(lacks, '/body/lacks')) {
    if (text?.includes(each))
      yield unmet(at, 'body', { expected: `something without ${shown(each)}`, actual: shown(text) });
  }
  if (matches !== undefined) yield* compare({ matches }, text, '/body/matches', 'body');
  for (const [pointer, matcher] of Object.entries(wanted.json ?? {})) {
    const actual = json === undefined ? undefined : valueAt(json, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['body', 'json', pointer]), `body ${pointer}`);
  }
}

function* cookies({ cookies: wanted = {} }: ExpectSource, facts: Facts): Generator<Unmet> {
  for (const [name, each] of Object.entries(wanted)) {
    for (const unmet of cookie(name, each, facts)) {
      yield { ...unmet, pointer: pointerOf(['cookies', name]) + unmet.pointer, subject: `cookie ${name}` };
    }
  }
}

function* cookie(name: string, wanted: CookieExpectSource, facts: Facts): Generator<Unmet> {
  const set = facts.answer?.setCookies.findLast((each) => each.name === name);
  const { set: mustBeSet, sent, kept, value, ...attributes } = wanted;
  if (mustBeSet !== undefined) yield* flag('/set', mustBeSet, set !== undefined, ['set by the answer', 'not set']);
  if (sent !== undefined) {
    const header = facts.request?.headers.find(([each]) => each.toLowerCase() === 'cookie')?.[1] ?? '';
    const names = header.split(';').map((pair) => pair.split('=', 1)[0]?.trim());
    yield* flag('/sent', sent, names.includes(name), ['sent by the request', 'not sent']);
  }
  if (kept !== undefined) {
    yield* flag(
      '/kept',
      kept,
      facts.kept.some((each) => each.name === name),
      ['kept by the actor', 'not kept'],
    );
  }
  if (value !== undefined) yield* compare(value, set?.value, '/value', '');
  for (const [attribute, matcher] of Object.entries(attributes)) {
    const actual = set?.[attribute as keyof typeof attributes];
    yield* compare(matcher, actual, `/${attribute}`, '');
  }
}

function* mobileSession({ mobileSession: wanted }: ExpectSource, facts: Facts): Generator<Unmet> {
  if (!wanted) return;
  const of = wanted.of ?? sessionInJournal(facts);
  const is = ({ id, file, email }: Partial<MobileSession>) => of !== undefined && [id, file, email].includes(of);
  const session = facts.state.mobile?.sessions.find(is);
  const subject = `mobile session ${of ?? '(none is named)'}`;
  const { exists, evicted, of: _, ...members } = wanted;
  if (exists !== undefined) {
    for (const each of flag('/exists', exists, session !== undefined, ['in memory', 'not in memory'])) {
      yield unmet(`/mobileSession${each.pointer}`, subject, each);
    }
  }
  if (evicted !== undefined) {
    const gone = facts.state.mobile?.evicted.find(is);
    const actual = gone && (gone.code ?? 0);
    if (actual !== evicted) yield unmet('/mobileSession/evicted', subject, codes(evicted, actual, gone?.why));
  }
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, session?.[name as keyof typeof members], `/mobileSession/${name}`, `${subject}: ${name}`);
  }
}

function codes(evicted: number, actual: number | undefined, why: string | undefined): Mismatch {
  return {
    expected: `thrown out of memory with code ${evicted}`,
    actual: actual === undefined ? 'not thrown out' : `code ${actual}: ${why}`,
  };
}

function* webSession({ webSession: wanted }: ExpectSource, facts: Facts): Generator<Unmet> {
  if (!wanted) return;
  const of = wanted.of ?? sessionInJournal(facts);
  const session = webSessionsOf(facts.state).find(({ id }) => id === of);
  const subject = `web session ${of ?? '(none is named)'}`;
  const { exists, privileges, storage = {}, of: _, ...members } = wanted;
  if (exists !== undefined) {
    for (const each of flag('/exists', exists, session !== undefined, ['open', 'not open'])) {
      yield unmet(`/webSession${each.pointer}`, subject, each);
    }
  }
  if (privileges !== undefined) {
    const actual = session?.privileges.toSorted();
    if (!isEqual(privileges.toSorted(), actual)) {
      const words = { expected: shown(privileges.toSorted()), actual: shown(actual) };
      yield unmet('/webSession/privileges', `${subject}: privileges`, words);
    }
  }
  for (const [pointer, matcher] of Object.entries(storage)) {
    const actual = session && valueAt(session.storage, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['webSession', 'storage', pointer]), `${subject}: storage ${pointer}`);
  }
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, session?.[name as keyof typeof members], `/webSession/${name}`, `${subject}: ${name}`);
  }
}

function* file({ file: wanted }: ExpectSource, facts: Facts): Generator<Unmet> {
  if (!wanted) return;
  const { path, exists, json = {} } = wanted;
  const text = facts.file(path);
  if (exists !== undefined) {
    for (const each of flag('/exists', exists, text !== undefined, ['there', 'not there'])) {
      yield unmet(`/file${each.pointer}`, `file ${path}`, each);
    }
  }
  const value = text === undefined ? undefined : jsonOf(text);
  for (const [pointer, matcher] of Object.entries(json)) {
    const actual = value === undefined ? undefined : valueAt(value, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['file', 'json', pointer]), `file ${path} ${pointer}`);
  }
}

function* mail({ mail: wanted }: ExpectSource, { mails, state }: Facts): Generator<Unmet> {
  if (!wanted) return;
  const { sent, ...members } = wanted;
  if (sent !== undefined) {
    for (const each of flag('/sent', sent, mails.length > 0, ['a mail', 'no mail']))
      yield unmet('/mail/sent', 'mail', each);
  }
  const youngest = state.outbox.at(-1);
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, youngest?.[name as keyof typeof members], `/mail/${name}`, `mail: ${name}`);
  }
}

function* cause({ cause: wanted }: ExpectSource, { journal }: Facts): Generator<Unmet> {
  if (wanted === undefined) return;
  const rules = rulesIn(journal);
  const actual = rules.length > 0 ? rules.join(' → ') : 'nothing in the journal';
  const { has, lacks, last } = typeof wanted === 'string' ? { has: wanted, lacks: undefined, last: undefined } : wanted;
  for (const [at, rule] of places(has, typeof wanted === 'string' ? '/cause' : '/cause/has')) {
    if (!rules.includes(rule)) yield { pointer: at, subject: 'cause', expected: rule, actual };
  }
  for (const [at, rule] of places(lacks, '/cause/lacks')) {
    if (rules.includes(rule)) yield { pointer: at, subject: 'cause', expected: `not ${rule}`, actual };
  }
  if (last !== undefined && rules.at(-1) !== last) {
    yield { pointer: '/cause/last', subject: 'last cause', expected: last, actual };
  }
}

function* compare(
  matcher: MatcherSource,
  actual: Json | undefined,
  pointer: string,
  subject: string,
): Generator<Unmet> {
  const difference = mismatch(matcher, actual);
  if (difference) yield unmet(pointer, subject, difference);
}

function* flag(pointer: string, wanted: boolean, actual: boolean, [yes, no]: [string, string]): Generator<Unmet> {
  if (wanted === actual) return;
  yield { pointer, subject: '', expected: wanted ? yes : no, actual: actual ? yes : no };
}

function unmet(pointer: string, subject: string, { expected, actual }: Mismatch): Unmet {
  return { pointer, subject, expected, actual };
}

/** The session that the youngest answer was about. */
function sessionInJournal({ journal }: Facts): string | undefined {
  return journal.findLast(({ actor }) => actor.session !== undefined)?.actor.session;
}

function places(texts: string | readonly string[] | undefined, pointer: string): [pointer: string, text: string][] {
  if (texts === undefined) return [];
  return typeof texts === 'string' ? [[pointer, texts]] : texts.map((text, at) => [`${pointer}/${at}`, text]);
}
