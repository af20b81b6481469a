import type { ComponentChildren } from 'preact';
import { countdown } from '../core/flows/deadlines';
import { faultText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import type { HeldCard, HeldLine, HeldPair, HeldPiece, HeldSection } from '../core/flows/heldSection';
import { plainSections } from '../core/flows/plainSections';
import type { SystemPresenter } from '../core/flows/systemPresenter';
import type { Fault } from '../core/protocol/fault';
import type { SystemName } from '../core/protocol/systemStates';
import type { KeptCookie, ShownState } from '../core/scenario/runEvents';
import type { SystemPart } from '../core/system/systemPart';
import { SYSTEM_PARTS } from '../core/systems';
import { attributesText, cookieKey } from './cookies';
import { Chain } from './heldChain';
import { Icon } from './icons';
import { useParts } from './pageParts';

/**
 * The state of the server.
 * @param now virtual time; countdowns are relative to it
 */
export function HeldState({ state, now }: { readonly state: ShownState; readonly now: number }) {
  const { words } = useParts();
  const { clock, outbox, faults } = state;
  return (
    <>
      <Section title={words.clock}>
        <Clock clock={clock} now={now} />
      </Section>
      {shownSections(state, words).map(({ title, cards }) => (
        <Section key={title} title={title}>
          {cards.length === 0 && <None />}
          {cards.map((card) => (
            <Card key={card.key} card={card} now={now} />
          ))}
        </Section>
      ))}
      {outbox.length > 0 && (
        <Section title={words.outbox}>
          {outbox.map(({ id, to, subject, code, link, expiresAt }) => (
            <div key={id} class="card">
              <p>
                <strong>{to}</strong> {subject}
              </p>
              {code !== undefined && (
                <p>
                  <code>{code}</code>
                </p>
              )}
              {link !== undefined && (
                <p class="also">
                  <code>{link}</code>
                </p>
              )}
              {expiresAt !== undefined && <Counter until={expiresAt} now={now} />}
            </div>
          ))}
        </Section>
      )}
      {faults.length > 0 && (
        <Section title={words.faults}>
          {faults.map((fault) => (
            <FaultCard key={fault.id} fault={fault} />
          ))}
        </Section>
      )}
    </>
  );
}

/** The cookies of each actor. */
export function CookieJars({ cookies }: { readonly cookies: ReadonlyMap<string, readonly KeptCookie[]> }) {
  const { words } = useParts();
  const jars = [...cookies].filter(([, each]) => each.length > 0);
  if (jars.length === 0) return null;
  return (
    <Section title={words.cookieJars}>
      {jars.map(([actor, each]) => (
        <>
          <h4 key={actor}>{actor}</h4>
          {each.map((cookie) => (
            <CookieCard key={`${actor};${cookieKey(cookie)}`} actor={actor} cookie={cookie} />
          ))}
        </>
      ))}
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function None() {
  const { words } = useParts();
  return <p class="hint">{words.none}</p>;
}

function Clock({ clock, now }: { readonly clock: ShownState['clock']; readonly now: number }) {
  const { words } = useParts();
  const { paused, offsetMs } = clock;
  return (
    <p>
      <Icon name={paused ? 'pause' : 'clock'} />
      <code class="clock">{new Date(now).toISOString().replace('T', ' ').slice(0, 19)}</code>
      {paused && <span class="mark">{words.clockPaused}</span>}
      {Math.round(offsetMs / 1000) > 0 && (
        <span class="mark">{filled(words.clockAhead, countdown(offsetMs, words))}</span>
      )}
    </p>
  );
}

/** The remaining time until something expires. */
function Counter({ until, now }: { readonly until: string; readonly now: number }) {
  const { words } = useParts();
  const left = Date.parse(until) - now;
  return (
    <span class={left > 0 ? 'counter' : 'counter over'} title={until}>
      {left > 0 ? filled(words.endsIn, countdown(left, words)) : words.over}
    </span>
  );
}

/** The sections of all systems: those in the list in its order, then the others. */
function shownSections({ systems }: ShownState, words: FlowStrings): readonly HeldSection[] {
  const parts = SYSTEM_PARTS.filter(({ name }) => Object.hasOwn(systems, name));
  const others = Object.keys(systems).filter((name) => !parts.some((part) => part.name === name));
  const all = [...parts, ...others.map((name): SystemPart => ({ name }))].map((part) =>
    sectionsOf(part, systems, words),
  );
  const isAlone = all.length === 1;
  return all
    .flat()
    .filter(
      ({ cards, whenEmpty }) => cards.length > 0 || whenEmpty === undefined || (whenEmpty === 'alone' && isAlone),
    );
}

function sectionsOf({ name, presenter }: SystemPart, systems: ShownState['systems'], words: FlowStrings) {
  const slice = systems[name as SystemName];
  if (slice === undefined) return [];
  const { sections } = (presenter as SystemPresenter | undefined) ?? {};
  return sections ? sections(slice, words.ofSystems[name] ?? {}) : plainSections(name, slice);
}

interface CardProps {
  readonly card: HeldCard;
  readonly now: number;
}

function Card({ card: { head, also = [], pairs = [], chain }, now }: CardProps) {
  return (
    <div class="card">
      {head && (
        <p>
          <Line line={head} now={now} />
        </p>
      )}
      {also.map((line) => (
        <p class="also">
          <Line line={line} now={now} />
        </p>
      ))}
      {pairs.length > 0 && (
        <dl class="pairs">
          {pairs.map((pair) => (
            <>
              <dt>{pair.label}</dt>
              <dd>
                <Pair pair={pair} now={now} />
              </dd>
            </>
          ))}
        </dl>
      )}
      {chain && chain.links.length > 0 && (
        <div class="family">
          <h4>{chain.title}</h4>
          {chain.note && (
            <p class="also">
              <Line line={chain.note} now={now} />
            </p>
          )}
          <Chain chain={chain.links} draw={(line) => <Line line={line} now={now} />} />
        </div>
      )}
    </div>
  );
}

function Pair({ pair, now }: { readonly pair: HeldPair; readonly now: number }) {
  const { words } = useParts();
  if ('line' in pair) return pair.line.length > 0 ? <Line line={pair.line} now={now} /> : words.none;
  if (pair.lines.length === 0) return words.none;
  return (
    <>
      {pair.lines.map((line) => (
        <p>
          <Line line={line} now={now} />
        </p>
      ))}
    </>
  );
}

function Line({ line, now }: { readonly line: HeldLine; readonly now: number }) {
  return (
    <>
      {line.map((piece) => (
        <Piece piece={piece} now={now} />
      ))}
    </>
  );
}

function Piece({ piece, now }: { readonly piece: HeldPiece; readonly now: number }) {
  if (typeof piece === 'string') return <>{piece}</>;
  if ('strong' in piece) return <strong>{piece.strong}</strong>;
  if ('mark' in piece) return <span class={piece.look ? `mark ${piece.look}` : 'mark'}>{piece.mark}</span>;
  if ('until' in piece) return <Counter until={piece.until} now={now} />;
  if ('json' in piece) return <pre>{JSON.stringify(piece.json, undefined, 2)}</pre>;
  const { code } = piece;
  return piece.short ? <code title={code}>{short(code)}</code> : <code>{code}</code>;
}

function FaultCard({ fault }: { readonly fault: Fault }) {
  const { words, send } = useParts();
  const { id, hits, scope } = fault;
  const text = faultText(fault, words);
  return (
    <div class="card">
      <p>
        <Icon name="fault" />
        {text}
        <span class="mark">{hits === 1 ? words.faultHitOnce : filled(words.faultHits, hits)}</span>
        <button
          type="button"
          class="action"
          aria-label={filled(words.removeFaultLong, text)}
          onClick={() => send({ kind: 'removeFault', id, title: filled(words.faultRemoved, text) })}
        >
          {words.removeFault}
        </button>
      </p>
      {scope?.route !== undefined && (
        <p class="also">
          <code>{scope.route}</code>
        </p>
      )}
    </div>
  );
}

function CookieCard({ actor, cookie }: { readonly actor: string; readonly cookie: KeptCookie }) {
  const { words, send } = useParts();
  const { name, value } = cookie;
  const title = filled(words.forgetCookie, name, actor);
  return (
    <div class="card">
      <p>
        <strong>{name}</strong>
        <code title={value}>{short(value)}</code>
        <button
          type="button"
          class="action"
          aria-label={title}
          onClick={() => send({ kind: 'forgetCookies', actor, name, title })}
        >
          {words.forget}
        </button>
      </p>
      <p class="also">{attributesText(cookie, words)}</p>
    </div>
  );
}

/** The first characters of a long text, enough to recognize it. */
export function short(text: string): string {
  return text.length > 12 ? `${text.slice(0, 8)}…` : text;
}
