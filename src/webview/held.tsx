import type { ComponentChildren } from 'preact';
import { countdown } from '../core/flows/deadlines';
import { faultText } from '../core/flows/flowText';
import { filled } from '../core/flows/flowWords';
import type { Fault } from '../core/protocol/fault';
import type { KeptCookie, ShownState } from '../core/scenario/runEvents';
import type { MobileSession } from '../core/systems/mobile/mobileSession';
import type { WebSession } from '../core/systems/web/webSession';
import { attributesText, keyOf } from './cookies';
import { Icon } from './icons';
import { useParts } from './pageParts';

/**
 * The state of the server.
 * @param now virtual time; countdowns are relative to it
 */
export function ServerState({ state, now }: { readonly state: ShownState; readonly now: number }) {
  const { words } = useParts();
  const { clock, outbox, faults } = state;
  const { web, mobile } = state.systems;
  return (
    <>
      <Section title={words.clock}>
        <Clock clock={clock} now={now} />
      </Section>
      {web && (
        <Section title={words.webSessions}>
          {web.sessions.length === 0 && <None />}
          {web.sessions.map((session) => (
            <WebSessionCard key={session.id} session={session} now={now} />
          ))}
        </Section>
      )}
      {mobile && (mobile.sessions.length > 0 || !web) && (
        <Section title={words.mobileSessions}>
          {mobile.sessions.length === 0 && <None />}
          {mobile.sessions.map((session) => (
            <MobileSessionCard key={session.file} session={session} />
          ))}
        </Section>
      )}
      {mobile && mobile.evicted.length > 0 && (
        <Section title={words.evicted}>
          {mobile.evicted.map(({ file, id, code, why }) => (
            <div key={file} class="card">
              <p>
                <code>{id}</code>
                {code !== undefined && <span class="mark">{`mobi/${code}`}</span>}
              </p>
              <p class="also">{why}</p>
            </div>
          ))}
        </Section>
      )}
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
            <CookieCard key={`${actor};${keyOf(cookie)}`} actor={actor} cookie={cookie} />
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
      {Math.round(offsetMs / 1000) > 0 && <span class="mark">{filled(words.clockAhead, countdown(offsetMs))}</span>}
    </p>
  );
}

/** The remaining time until something expires. */
function Counter({ until, now }: { readonly until: string; readonly now: number }) {
  const { words } = useParts();
  const left = Date.parse(until) - now;
  return (
    <span class={left > 0 ? 'counter' : 'counter over'} title={until}>
      {left > 0 ? filled(words.endsIn, countdown(left)) : words.over}
    </span>
  );
}

function WebSessionCard({ session, now }: { readonly session: WebSession; readonly now: number }) {
  const { words } = useParts();
  const { id, userName, isGuest, privileges, storage, otps, expirationDate } = session;
  const isEmpty = Object.keys(storage).length === 0;
  return (
    <div class="card">
      <p>
        <strong>{userName || (isGuest ? words.guest : '')}</strong> <code title={id}>{short(id)}</code>
        <Counter until={expirationDate} now={now} />
      </p>
      <dl class="pairs">
        <dt>{words.privileges}</dt>
        <dd>{privileges.length > 0 ? privileges.join(', ') : words.none}</dd>
        <dt>{words.storage}</dt>
        <dd>{isEmpty ? words.none : <pre>{JSON.stringify(storage, undefined, 2)}</pre>}</dd>
        <dt>{words.codes}</dt>
        <dd>
          {otps.length === 0 && words.none}
          {otps.map(({ otp, expiresAt }) => (
            <p key={otp}>
              <code>{otp}</code>
              <Counter until={expiresAt} now={now} />
            </p>
          ))}
        </dd>
      </dl>
    </div>
  );
}

function MobileSessionCard({ session }: { readonly session: MobileSession }) {
  const { words } = useParts();
  const { id, deviceDescription, email, status, applicationName } = session;
  return (
    <div class="card">
      <p>
        <strong>{email || words.guest}</strong>
        <span class={`mark ${status}`}>{status === 'accepted' ? words.accepted : words.pending}</span>
      </p>
      <p class="also">{[deviceDescription, applicationName].filter(Boolean).join(' · ')}</p>
      <p class="also">
        <code>{id}</code>
      </p>
    </div>
  );
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
