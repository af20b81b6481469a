import { type Html, type HtmlValue, html, onLines } from '../../../core/base/html';
import { urlEncoded } from '../../../core/base/urlText';
import { type PlatformVerdict, passcodeIn } from './callback';
import type { PlatformCall } from './caller';
import { factList, HOME, table, time } from './platformHtml';
import type { Validation } from './validations';

/** The page on which a person answers a request. */
export function validationPage(validation: Validation, calls?: readonly PlatformCall[]): Html {
  const { id, at, callback, state, verdicts } = validation;
  return html`${HOME}
<p>A server asks this platform to validate something, and to be called back. You are the platform: what does it say?</p>
${factList([
  ['Asked', html`${time(at)} (virtual time)`],
  ['Calls back', html`<code>${callback}</code>`],
  ['Passcode', passcodeText(validation)],
  state !== undefined && ['State', html`<code>${state}</code>`],
  ['Answered', verdicts.length === 0 ? 'not yet' : verdicts.map(verdictText).join(', ')],
])}
${calls && html`<h2>What the server answered</h2>\n${callsList(calls)}`}
<form method="post" action="/validations/${urlEncoded(id)}">
<fieldset><legend>Who goes to the callback address</legend>
${onLines([
  radio('by', 'browser', 'This browser is sent back', true),
  radio('by', 'platform', 'The platform calls by itself, from server to server', false),
])}
</fieldset>
<fieldset><legend>How</legend>
<p><label>Times <input name="times" type="number" min="1" max="10" value="1" aria-describedby="twice"></label></p>
<p id="twice">The second time must not work: a passcode is used once. When this browser is sent back, the platform itself calls first, and the browser comes last.</p>
<p><label>After <input name="delay" type="number" min="0" max="86400" step="any" value="0"> seconds</label></p>
${onLines([
  radio('time', 'virtual', 'of the server’s virtual time', true),
  radio('time', 'real', 'of real time', false),
])}
</fieldset>
<p><button name="answer" value="approve">Approve</button> <button name="answer" value="refuse">Refuse</button></p>
</form>`;
}

/** The requests as a table, newest first. */
export function validationsTable(validations: readonly Validation[]): Html {
  if (validations.length === 0)
    return html`<p>No validation was asked for yet. A server asks for one at <code>/validate</code>.</p>`;
  const rows = validations.toReversed().map(({ id, at, callback, verdicts }) => {
    const { origin, pathname } = new URL(callback);
    const answer = verdicts.length === 0 ? 'waits' : verdicts.map(verdictText).join(', ');
    const link = html`<a href="/validations/${urlEncoded(id)}">${origin + pathname}</a>`;
    return html`<tr><td>${link}</td><td>${answer}</td><td>${time(at)}</td></tr>`;
  });
  return table(['Calls back', 'Answer', 'Asked (virtual time)'], rows);
}

function passcodeText({ callback, state }: Validation): HtmlValue {
  if (passcodeIn(new URL(callback)) !== undefined) return html`in the callback address, as <code>$4DSID</code>`;
  return state === undefined ? 'none' : html`perhaps in <code>state</code>, which is given back`;
}

function callsList(calls: readonly PlatformCall[]): Html {
  const items = calls.map((call) =>
    call.status === 0
      ? html`<li>No answer: ${'error' in call && call.error}</li>`
      : html`<li>${call.status}<pre>${'body' in call && call.body}</pre></li>`,
  );
  return html`<ol role="status">${items}</ol>`;
}

function radio(name: string, value: string, label: string, checked: boolean): Html {
  const mark = checked && html` checked`;
  return html`<p><label><input type="radio" name="${name}" value="${value}"${mark}> ${label}</label></p>`;
}

function verdictText(verdict: PlatformVerdict): string {
  return verdict === 'approve' ? 'approved' : 'refused';
}
