import { escapeHtml } from '../../../core/base/html';
import { passcodeIn, type Verdict } from './callback';
import type { PlatformCall } from './caller';
import type { Validation } from './validations';

/** The page on which a person answers a request; HTML. */
export function validationPage(validation: Validation, calls?: readonly PlatformCall[]): string {
  const { id, at, callback, state, verdicts } = validation;
  const facts = [
    ['Asked', `<time datetime="${escapeHtml(at)}">${escapeHtml(at)}</time> (virtual time)`],
    ['Calls back', `<code>${escapeHtml(callback)}</code>`],
    ['Passcode', passcodeText(validation)],
    ...(state === undefined ? [] : [['State', `<code>${escapeHtml(state)}</code>`]]),
    ['Answered', verdicts.length === 0 ? 'not yet' : verdicts.map(verdictText).join(', ')],
  ];
  return [
    '<p><a href="/">All requests and mails</a></p>',
    '<p>A server asks this platform to validate something, and to be called back. You are the platform: what does it say?</p>',
    `<dl>${facts.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join('')}</dl>`,
    calls ? `<h2>What the server answered</h2>\n${callsList(calls)}` : '',
    `<form method="post" action="/validations/${encodeURIComponent(id)}">`,
    '<fieldset><legend>Who goes to the callback address</legend>',
    radio('by', 'browser', 'This browser is sent back', true),
    radio('by', 'platform', 'The platform calls by itself, from server to server', false),
    '</fieldset>',
    '<fieldset><legend>How</legend>',
    '<p><label>Times <input name="times" type="number" min="1" max="10" value="1" aria-describedby="twice"></label></p>',
    '<p id="twice">The second time must not work: a passcode is used once. When this browser is sent back, the platform ' +
      'itself calls first, and the browser comes last.</p>',
    '<p><label>After <input name="delay" type="number" min="0" max="86400" step="any" value="0"> seconds</label></p>',
    radio('time', 'virtual', 'of the server’s virtual time', true),
    radio('time', 'real', 'of real time', false),
    '</fieldset>',
    '<p><button name="answer" value="approve">Approve</button> <button name="answer" value="refuse">Refuse</button></p>',
    '</form>',
  ].join('\n');
}

/** The requests, the youngest first, as a table; HTML. */
export function validationsTable(validations: readonly Validation[]): string {
  if (validations.length === 0)
    return '<p>No validation was asked for yet. A server asks for one at <code>/validate</code>.</p>';
  const rows = validations.toReversed().map(({ id, at, callback, verdicts }) => {
    const { origin, pathname } = new URL(callback);
    const answer = verdicts.length === 0 ? 'waits' : verdicts.map(verdictText).join(', ');
    return (
      `<tr><td><a href="/validations/${encodeURIComponent(id)}">${escapeHtml(origin + pathname)}</a></td>` +
      `<td>${answer}</td><td><time datetime="${escapeHtml(at)}">${escapeHtml(at)}</time></td></tr>`
    );
  });
  return `<table><thead><tr><th>Calls back</th><th>Answer</th><th>Asked (virtual time)</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function passcodeText({ callback, state }: Validation): string {
  if (passcodeIn(new URL(callback)) !== undefined) return 'in the callback address, as <code>$4DSID</code>';
  return state === undefined ? 'none' : 'perhaps in <code>state</code>, which is given back';
}

function callsList(calls: readonly PlatformCall[]): string {
  const items = calls.map((call) =>
    call.status === 0
      ? `<li>No answer: ${escapeHtml('error' in call ? call.error : '')}</li>`
      : `<li>${call.status}<pre>${escapeHtml('body' in call ? call.body : '')}</pre></li>`,
  );
  return `<ol role="status">${items.join('')}</ol>`;
}

function radio(name: string, value: string, label: string, checked: boolean): string {
  return `<p><label><input type="radio" name="${name}" value="${value}"${checked ? ' checked' : ''}> ${label}</label></p>`;
}

function verdictText(verdict: Verdict): string {
  return verdict === 'approve' ? 'approved' : 'refused';
}
