import type { ClockState } from '../protocol/clockState';
import type { Fault } from '../protocol/fault';
import type { Mail } from '../protocol/mail';
import type { SystemName } from '../protocol/systemStates';
import { cookiesOf, type Run } from '../scenario/run';
import type { KeptCookie, ShownState } from '../scenario/runEvents';
import { type Change, type Changed, changedItems } from './changedItems';
import { faultText } from './flowText';
import { type FlowStrings, filled } from './flowWords';
import type { HeldCard, HeldLine, HeldSection } from './heldSection';
import { plainSections } from './plainSections';
import type { SystemPresenter } from './systemPresenter';

/** Real time goes on between two looks at the clock, so that its offset differs a little. */
const JITTER_MS = 1000;

/** A system, with what it shows of itself. */
interface ShownSystem {
  readonly name: string;
  /** A `SystemPresenter` of this system. */
  readonly presenter?: object;
}

/** Cards of one kind, and what became of each. */
export interface ShownSection {
  readonly title: string;
  readonly cards: readonly Changed<HeldCard>[];
}

/** What is held at a moment of a run, and what the last step has changed of it. */
export interface HeldView {
  /** Absent until the server runs. */
  readonly clock?: Changed<ClockState>;
  readonly sections: readonly ShownSection[];
  readonly outbox: readonly Changed<Mail>[];
  readonly faults: readonly Changed<Fault>[];
  readonly jars: readonly { readonly actor: string; readonly cookies: readonly Changed<KeptCookie>[] }[];
}

/**
 * @param before the run before its last step. Undefined when nothing is known of it.
 * @param words the texts in the user's language
 */
export function heldView(
  before: Run | undefined,
  after: Run,
  systems: readonly ShownSystem[],
  words: FlowStrings,
): HeldView {
  const { state } = after;
  const old = before?.state;
  return {
    ...(state && { clock: clockOf(old?.clock, state.clock) }),
    sections: state ? changedSections(old && sectionsOf(old, systems, words), sectionsOf(state, systems, words)) : [],
    outbox: changedItems(old?.outbox, state?.outbox ?? [], ({ id }) => String(id)),
    faults: changedItems(old?.faults, state?.faults ?? [], ({ id }) => id),
    jars: jarsOf(before, after),
  };
}

/** Whether there is anything to look at. A clock that runs by itself, and sections that are empty, are nothing. */
export function hasAnythingHeld({ clock, sections, outbox, faults, jars }: HeldView): boolean {
  const isMoved = clock !== undefined && (clock.item.paused || Math.abs(clock.item.offsetMs) >= JITTER_MS);
  const isFull = [outbox, faults, jars, ...sections.map(({ cards }) => cards)].some(({ length }) => length > 0);
  return isMoved || clock?.change !== undefined || isFull;
}

/**
 * What the last step has changed, one sentence for each thing.
 * @param short the beginning of a code
 */
export function changeTexts(
  { clock, sections, outbox, faults, jars }: HeldView,
  words: FlowStrings,
  short = shortCode,
): string[] {
  const told = <T>(all: readonly Changed<T>[], name: (item: T) => string): string[] =>
    all.flatMap(({ item, change }) => (change ? [`${changeWord(change, words)}: ${name(item)}`] : []));
  return [
    ...(clock ? told([clock], () => words.clock) : []),
    ...sections.flatMap(({ title, cards }) =>
      told(cards, (card) => [title, nameOf(card, short)].filter(Boolean).join(', ')),
    ),
    ...told(outbox, ({ to, subject }) => `${words.outbox}, ${to}: ${subject}`),
    ...told(faults, (fault) => `${words.faults}, ${faultText(fault, words)}`),
    ...jars.flatMap(({ actor, cookies }) => told(cookies, ({ name }) => filled(words.cookieOf, name, actor))),
  ];
}

/** The word for what became of something. */
export function changeWord(change: Change, words: FlowStrings): string {
  return { added: words.changeAdded, changed: words.changeChanged, gone: words.changeGone }[change];
}

/** A key that is unique among the cookies of one actor. */
export function cookieKey({ name, domain, path }: KeptCookie): string {
  return `${name};${domain};${path}`;
}

/** While the clock stands still, it falls behind by itself: that is no change. */
function clockOf(before: ClockState | undefined, now: ClockState): Changed<ClockState> {
  const isSame =
    !before || (before.paused === now.paused && (now.paused || Math.abs(before.offsetMs - now.offsetMs) < JITTER_MS));
  return isSame ? { item: now } : { item: now, change: 'changed' };
}

function jarsOf(before: Run | undefined, after: Run): HeldView['jars'] {
  const [old, now] = [before && cookiesOf(before), cookiesOf(after)];
  const actors = [...new Set([...now.keys(), ...(old?.keys() ?? [])])];
  return actors.flatMap((actor) => {
    const cookies = changedItems(old && (old.get(actor) ?? []), now.get(actor) ?? [], cookieKey);
    return cookies.length > 0 ? [{ actor, cookies }] : [];
  });
}

/** The sections of all systems: those in the list in its order, then the others. */
function sectionsOf({ systems: slices }: ShownState, systems: readonly ShownSystem[], words: FlowStrings) {
  const parts = systems.filter(({ name }) => Object.hasOwn(slices, name));
  const others = Object.keys(slices).filter((name) => !parts.some((part) => part.name === name));
  return [...parts, ...others.map((name): ShownSystem => ({ name }))].map(({ name, presenter }) => {
    const slice = slices[name as SystemName];
    if (slice === undefined) return [];
    const { sections } = (presenter as SystemPresenter | undefined) ?? {};
    return sections ? sections(slice, words.ofSystems[name] ?? {}) : plainSections(name, slice);
  });
}

function changedSections(
  before: readonly (readonly HeldSection[])[] | undefined,
  after: readonly (readonly HeldSection[])[],
): ShownSection[] {
  const old = new Map(before?.flat().map(({ title, cards }) => [title, cards]));
  const isAlone = after.length === 1;
  return after
    .flat()
    .map(({ title, cards, whenEmpty }) => ({
      title,
      cards: changedItems(before && (old.get(title) ?? []), cards, ({ key }) => key),
      whenEmpty,
    }))
    .filter(({ cards, whenEmpty }) => cards.length > 0 || whenEmpty === undefined || (whenEmpty === 'alone' && isAlone))
    .map(({ title, cards }) => ({ title, cards }));
}

/** What a card is called: its head, without what runs out in it. */
function nameOf({ head = [] }: HeldCard, short: (code: string) => string): string {
  return wordsIn(head, short).join(' ').trim();
}

function wordsIn(line: HeldLine, short: (code: string) => string): string[] {
  return line.flatMap((piece) => {
    if (typeof piece === 'string') return [piece.trim()];
    if ('strong' in piece) return [piece.strong];
    return 'code' in piece ? [piece.short ? short(piece.code) : piece.code] : [];
  });
}

/** The first characters of a long text, enough to recognize it. */
export function shortCode(text: string): string {
  return text.length > 12 ? `${text.slice(0, 8)}…` : text;
}
