import { countdown, deadlinesIn, justAfter, virtualNow } from '../core/flows/deadlines';
import { faultText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import type { Fault } from '../core/protocol/fault';
import { cookiesOf, type Run } from '../core/scenario/run';
import type { ShownState } from '../core/scenario/runEvents';
import type { Deadline } from '../core/server/deadline';
import { SLICES } from '../core/systems';
import type { WebSession } from '../core/systems/web/webSession';
import { attributesText } from './details';
import { type Child, fill, h, setAttributes, setText } from './dom';
import { icon } from './icons';
import type { PageParts } from './pageParts';

const TICK_MS = 500;
/** Of a window that has no height to spare. */
const SMALL = '(max-height: 34rem), (max-width: 44rem) and (max-height: 40rem)';

/** What the server holds, and what cookies the actors have; the countdowns follow the virtual clock. */
export class ServerPanel {
  readonly element: HTMLElement;
  private readonly content = h('div', { class: 'held-content', id: 'held-content' });
  private readonly heading: HTMLButtonElement;
  private readonly small = window.matchMedia(SMALL);
  /** What the developer wants; else it is open where there is room. */
  private isOpen: boolean | undefined;
  private state: ShownState | undefined;
  private heardAt = 0;
  private shown: unknown[] = [];
  /** Elements that tell a time, with the virtual time that they count down to. */
  private counters: { readonly element: HTMLElement; readonly until: number }[] = [];
  private clock: HTMLElement | undefined;

  constructor(private readonly parts: PageParts) {
    const { words } = parts;
    this.heading = h(
      'button',
      { type: 'button', class: 'held-heading', 'aria-controls': this.content.id, onclick: () => this.toggle() },
      icon('chevron'),
      icon('server'),
      words.serverLabel,
    );
    this.element = h(
      'aside',
      { class: 'held', 'aria-label': words.serverLabel },
      h('h2', {}, this.heading),
      this.content,
    );
    this.small.addEventListener('change', () => this.drawOpen());
    this.drawOpen();
    window.setInterval(() => this.tick(), TICK_MS);
  }

  update(run: Run): void {
    const { state } = run;
    if (state !== this.state) this.heardAt = performance.now();
    const cookies = cookiesOf(run);
    const now = [state, run.outline, JSON.stringify([...cookies])];
    if (now.every((each, at) => each === this.shown[at])) return;
    this.shown = now;
    this.state = state;
    this.counters = [];
    const hadFocus = this.content.contains(document.activeElement);
    fill(
      this.content,
      ...(state ? this.held(state) : [h('p', { class: 'hint' }, this.parts.words.nothingYet)]),
      this.jars(cookies),
    );
    // What had it is drawn anew.
    if (hadFocus) this.element.focus();
    this.tick();
  }

  /** The next thing that ends by itself, as a move of the clock that a title is given to. */
  nextDeadline(): { readonly until: string; readonly title: string } | undefined {
    const { state } = this;
    if (!state) return undefined;
    const now = this.now(state);
    const next = deadlinesIn(state, SLICES).find(({ at }) => Date.parse(at) >= now);
    return next && { until: justAfter(next), title: deadlineTitle(next, this.parts.words) };
  }

  private toggle(): void {
    this.isOpen = this.content.hidden !== false;
    this.drawOpen();
  }

  private drawOpen(): void {
    const isOpen = this.isOpen ?? !this.small.matches;
    this.content.hidden = !isOpen;
    this.element.classList.toggle('held-closed', !isOpen);
    this.heading.setAttribute('aria-expanded', String(isOpen));
    // Focusable where it scrolls by itself.
    setAttributes(this.element, { tabindex: isOpen && 0 });
  }

  private held(state: ShownState): Child[] {
    const { words } = this.parts;
    const { clock, outbox, faults } = state;
    const { web, mobile } = state.systems;
    this.clock = h('code', { class: 'clock' });
    const ahead = Math.round(clock.offsetMs / 1000);
    return [
      section(
        words.clock,
        h(
          'p',
          {},
          icon(clock.paused ? 'pause' : 'clock'),
          this.clock,
          clock.paused && h('span', { class: 'mark' }, words.clockPaused),
          ahead > 0 && h('span', { class: 'mark' }, filled(words.clockAhead, countdown(clock.offsetMs))),
        ),
      ),
      web &&
        section(
          words.webSessions,
          ...some(
            web.sessions.map((each) => this.webSession(each)),
            words,
          ),
        ),
      mobile &&
        (mobile.sessions.length > 0 || !web) &&
        section(
          words.mobileSessions,
          ...some(
            mobile.sessions.map(({ id, deviceDescription, email, status, applicationName }) =>
              h(
                'div',
                { class: 'card' },
                h(
                  'p',
                  {},
                  h('strong', {}, email || words.guest),
                  h('span', { class: `mark ${status}` }, status === 'accepted' ? words.accepted : words.pending),
                ),
                h('p', { class: 'also' }, [deviceDescription, applicationName].filter(Boolean).join(' · ')),
                h('p', { class: 'also' }, h('code', {}, id)),
              ),
            ),
            words,
          ),
        ),
      mobile &&
        mobile.evicted.length > 0 &&
        section(
          words.evicted,
          ...mobile.evicted.map(({ id, code, why }) =>
            h(
              'div',
              { class: 'card' },
              h('p', {}, h('code', {}, id), code !== undefined && h('span', { class: 'mark' }, `mobi/${code}`)),
              h('p', { class: 'also' }, why),
            ),
          ),
        ),
      outbox.length > 0 &&
        section(
          words.outbox,
          ...outbox.map(({ to, subject, code, link, expiresAt }) =>
            h(
              'div',
              { class: 'card' },
              h('p', {}, h('strong', {}, to), ` ${subject}`),
              code !== undefined && h('p', {}, h('code', {}, code)),
              link !== undefined && h('p', { class: 'also' }, h('code', {}, link)),
              expiresAt !== undefined && this.counter(expiresAt),
            ),
          ),
        ),
      faults.length > 0 && section(words.faults, ...faults.map((fault) => this.fault(fault))),
    ];
  }

  private webSession(session: WebSession): HTMLElement {
    const { words } = this.parts;
    const { id, userName, isGuest, privileges, storage, otps, expirationDate } = session;
    const isEmpty = Object.keys(storage).length === 0;
    return h(
      'div',
      { class: 'card' },
      h(
        'p',
        {},
        h('strong', {}, userName || (isGuest ? words.guest : '')),
        ' ',
        h('code', { title: id }, short(id)),
        this.counter(expirationDate),
      ),
      h(
        'dl',
        { class: 'pairs' },
        h('dt', {}, words.privileges),
        h('dd', {}, privileges.length > 0 ? privileges.join(', ') : words.none),
        h('dt', {}, words.storage),
        h('dd', {}, isEmpty ? words.none : h('pre', {}, JSON.stringify(storage, undefined, 2))),
        h('dt', {}, words.codes),
        h(
          'dd',
          {},
          ...(otps.length === 0
            ? [words.none]
            : otps.map(({ otp, expiresAt }) => h('p', {}, h('code', {}, otp), this.counter(expiresAt)))),
        ),
      ),
    );
  }

  private fault(fault: Fault): HTMLElement {
    const { words, send } = this.parts;
    const text = faultText(fault, words);
    const label = filled(words.removeFaultLong, text);
    const remove = () => send({ kind: 'removeFault', id: fault.id, title: filled(words.faultRemoved, text) });
    return h(
      'div',
      { class: 'card' },
      h(
        'p',
        {},
        icon('fault'),
        text,
        h('span', { class: 'mark' }, fault.hits === 1 ? words.faultHitOnce : filled(words.faultHits, fault.hits)),
        h('button', { type: 'button', class: 'action', 'aria-label': label, onclick: remove }, words.removeFault),
      ),
      fault.scope?.route !== undefined && h('p', { class: 'also' }, h('code', {}, fault.scope.route)),
    );
  }

  private jars(cookies: ReturnType<typeof cookiesOf>): Child {
    const { words, send } = this.parts;
    const all = [...cookies].filter(([, each]) => each.length > 0);
    if (all.length === 0) return undefined;
    return section(
      words.cookieJars,
      ...all.flatMap(([actor, each]) => [
        h('h4', {}, actor),
        ...each.map((cookie) =>
          h(
            'div',
            { class: 'card' },
            h(
              'p',
              {},
              h('strong', {}, cookie.name),
              h('code', { title: cookie.value }, short(cookie.value)),
              h(
                'button',
                {
                  type: 'button',
                  class: 'action',
                  'aria-label': filled(words.forgetCookie, cookie.name, actor),
                  onclick: () =>
                    send({
                      kind: 'forgetCookies',
                      actor,
                      name: cookie.name,
                      title: filled(words.forgetCookie, cookie.name, actor),
                    }),
                },
                words.forget,
              ),
            ),
            h('p', { class: 'also' }, attributesText(cookie, words)),
          ),
        ),
      ]),
    );
  }

  /** A time that is counted down to. */
  private counter(at: string): HTMLElement {
    const element = h('span', { class: 'counter', title: at });
    this.counters.push({ element, until: Date.parse(at) });
    return element;
  }

  private now(state: ShownState): number {
    return virtualNow(state, performance.now() - this.heardAt);
  }

  private tick(): void {
    const { state } = this;
    const { words } = this.parts;
    if (!state || document.hidden) return;
    const now = this.now(state);
    if (this.clock) setText(this.clock, new Date(now).toISOString().replace('T', ' ').slice(0, 19));
    for (const { element, until } of this.counters) {
      const left = until - now;
      setText(element, left > 0 ? filled(words.endsIn, countdown(left)) : words.over);
      element.classList.toggle('over', left <= 0);
    }
  }
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h('section', {}, h('h3', {}, title), ...children);
}

function some(elements: readonly HTMLElement[], words: FlowStrings): Child[] {
  return elements.length > 0 ? [...elements] : [h('p', { class: 'hint' }, words.none)];
}

function deadlineTitle({ kind, name }: Deadline, words: FlowStrings): string {
  const texts: Readonly<Record<string, string>> = {
    otp: words.deadlineOtp,
    webSession: words.deadlineWebSession,
    mail: words.deadlineMail,
  };
  return filled(texts[kind] ?? words.deadlineOther, kind === 'mail' ? name : short(name));
}

/** The beginning of what is too long to tell apart at a glance. */
function short(text: string): string {
  return text.length > 12 ? `${text.slice(0, 8)}…` : text;
}
