import type { ComponentChildren } from 'preact';
import type { Change, Changed } from '../core/flows/changedItems';
import { countdown } from '../core/flows/deadlines';
import { faultText } from '../core/flows/flowText';
import { filled } from '../core/flows/flowWords';
import type { HeldCard, HeldLine, HeldPair, HeldPiece } from '../core/flows/heldSection';
import { changeWord, cookieKey, type HeldView } from '../core/flows/heldView';
import type { ClockState } from '../core/protocol/clockState';
import type { Fault } from '../core/protocol/fault';
import type { KeptCookie } from '../core/scenario/runEvents';
import { attributesText } from './cookies';
import { Chain } from './heldChain';
import { Icon, type IconName } from './icons';
import { JsonLines } from './jsonView';
import { useParts } from './pageParts';

interface Props {
  readonly view: HeldView;
  /** Virtual time; countdowns are relative to it. */
  readonly now: number;
  /** Whether it can be changed. What is looked back at cannot. */
  readonly isNow: boolean;
}

/** What the server and the actors hold, and what the last step has changed of it. */
export function HeldState({ view, now, isNow }: Props) {
  const { words } = useParts();
  const { clock, sections, outbox, faults, jars } = view;
  return (
    <>
      {clock && (
        <Section title={words.clock}>
          <Clock clock={clock} now={now} />
        </Section>
      )}
      {sections.map(({ title, cards }) => (
        <Section key={title} title={title}>
          {cards.length === 0 && <None />}
          {cards.map(({ item, change }) => (
            <Card key={item.key} card={item} change={change} now={now} />
          ))}
        </Section>
      ))}
      {outbox.length > 0 && (
        <Section title={words.outbox}>
          {outbox.map(({ item: { id, to, subject, code, link, expiresAt }, change }) => (
            <Frame key={id} change={change}>
              <p>
                <strong>{to}</strong> {subject}
                <ChangeMark change={change} />
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
            </Frame>
          ))}
        </Section>
      )}
      {faults.length > 0 && (
        <Section title={words.faults}>
          {faults.map(({ item, change }) => (
            <FaultCard key={item.id} fault={item} change={change} isNow={isNow} />
          ))}
        </Section>
      )}
      {jars.length > 0 && (
        <Section title={words.cookieJars}>
          {jars.map(({ actor, cookies }) => (
            <>
              <h4 key={actor}>{actor}</h4>
              {cookies.map(({ item, change }) => (
                <CookieCard
                  key={`${actor};${cookieKey(item)}`}
                  actor={actor}
                  cookie={item}
                  change={change}
                  isNow={isNow}
                />
              ))}
            </>
          ))}
        </Section>
      )}
    </>
  );
}

interface ChangeProps {
  readonly change: Change | undefined;
}

/** A card, with a line at its side where it has changed. */
function Frame({ change, children }: ChangeProps & { readonly children: ComponentChildren }) {
  return <div class={change ? `card card-${change}` : 'card'}>{children}</div>;
}

const CHANGE_ICONS: Readonly<Record<Change, IconName>> = { added: 'added', changed: 'changed', gone: 'skipped' };

/** The word for what became of a card. */
function ChangeMark({ change }: ChangeProps) {
  const { words } = useParts();
  if (!change) return null;
  return (
    <span class={`change change-${change}`}>
      <Icon name={CHANGE_ICONS[change]} />
      {changeWord(change, words)}
    </span>
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

function Clock({ clock: { item, change }, now }: { readonly clock: Changed<ClockState>; readonly now: number }) {
  const { words } = useParts();
  const { paused, offsetMs } = item;
  return (
    <p>
      <Icon name={paused ? 'pause' : 'clock'} />
      <code class="clock">{new Date(now).toISOString().replace('T', ' ').slice(0, 19)}</code>
      {paused && <span class="mark">{words.clockPaused}</span>}
      {Math.round(offsetMs / 1000) > 0 && (
        <span class="mark">{filled(words.clockAhead, countdown(offsetMs, words))}</span>
      )}
      <ChangeMark change={change} />
    </p>
  );
}

/** The remaining time until something expires. */
function Counter({ until, now }: { readonly until: string; readonly now: number }) {
  const { words } = useParts();
  const left = Date.parse(until) - now;
  return (
    <span class={left > 0 ? 'counter also' : 'counter also over'} title={until}>
      {left > 0 ? filled(words.endsIn, countdown(left, words)) : words.over}
    </span>
  );
}

interface CardProps extends ChangeProps {
  readonly card: HeldCard;
  readonly now: number;
}

function Card({ card: { head, also = [], pairs = [], chain }, change, now }: CardProps) {
  return (
    <Frame change={change}>
      {(head || change) && (
        <p>
          {head && <Line line={head} now={now} />}
          <ChangeMark change={change} />
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
              <dd class={isLaidOut(pair) ? 'pair-laid-out' : undefined}>
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
    </Frame>
  );
}

/** JSON takes the whole width. */
function isLaidOut(pair: HeldPair): boolean {
  return 'line' in pair && pair.line.some((piece) => typeof piece === 'object' && 'json' in piece);
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
  const { short } = useParts();
  if (typeof piece === 'string') return <>{piece}</>;
  if ('strong' in piece) return <strong>{piece.strong}</strong>;
  if ('mark' in piece) return <span class={piece.look ? `mark ${piece.look}` : 'mark'}>{piece.mark}</span>;
  if ('until' in piece) return <Counter until={piece.until} now={now} />;
  if ('json' in piece)
    return (
      <pre>
        <JsonLines value={piece.json} />
      </pre>
    );
  const { code } = piece;
  return piece.short ? <code title={code}>{short(code)}</code> : <code>{code}</code>;
}

interface ActProps extends ChangeProps {
  readonly isNow: boolean;
}

function FaultCard({ fault, change, isNow }: ActProps & { readonly fault: Fault }) {
  const { words, send } = useParts();
  const { id, hits, scope } = fault;
  const text = faultText(fault, words);
  return (
    <Frame change={change}>
      <p>
        <Icon name="fault" />
        {text}
        <span class="mark">{hits === 1 ? words.faultHitOnce : filled(words.faultHits, hits)}</span>
        <ChangeMark change={change} />
        {isNow && change !== 'gone' && (
          <button
            type="button"
            class="action"
            aria-label={filled(words.removeFaultLong, text)}
            onClick={() => send({ kind: 'removeFault', id, title: filled(words.faultRemoved, text) })}
          >
            {words.removeFault}
          </button>
        )}
      </p>
      {scope?.route !== undefined && (
        <p class="also">
          <code>{scope.route}</code>
        </p>
      )}
    </Frame>
  );
}

interface CookieProps extends ActProps {
  readonly actor: string;
  readonly cookie: KeptCookie;
}

function CookieCard({ actor, cookie, change, isNow }: CookieProps) {
  const { words, send, short } = useParts();
  const { name, value } = cookie;
  const title = filled(words.forgetCookie, name, actor);
  return (
    <Frame change={change}>
      <p>
        <strong>{name}</strong>
        <code title={value}>{short(value)}</code>
        <ChangeMark change={change} />
        {isNow && change !== 'gone' && (
          <button
            type="button"
            class="action"
            aria-label={title}
            onClick={() => send({ kind: 'forgetCookies', actor, name, title })}
          >
            {words.forget}
          </button>
        )}
      </p>
      <p class="also">{attributesText(cookie, words)}</p>
    </Frame>
  );
}
