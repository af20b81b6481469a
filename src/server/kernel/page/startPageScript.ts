/**
 * The script of the start page: it sends the test logins and shows the live journal. It runs by its hash, and puts nothing
 * into the page but text.
 */
export const START_PAGE_SCRIPT = `'use strict';
const MOST = 50;
const list = document.getElementById('journal');
const state = document.getElementById('live');
// Another server on this address counts from 1 again.
function nameOf({ id, at }) { return id + ' ' + at; }
function isShown(line) {
  return [...list.children].some(({ dataset }) => dataset.entry === nameOf(line));
}
function shown(line) {
  const item = document.createElement('li');
  item.dataset.entry = nameOf(line);
  item.className = line.isRefused ? 'refused' : 'fine';
  const part = (name, text) => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = text;
    item.append(span, ' ');
  };
  part('mark', line.isRefused ? list.dataset.refused : '');
  part('text', line.text);
  part('more', [line.answer, line.face, new Date(line.at).toLocaleTimeString(document.documentElement.lang)].filter(Boolean).join(' · '));
  return item;
}
if (list) {
  const source = new EventSource('/_workbench/events');
  source.onopen = () => { state.textContent = state.dataset.live; };
  source.onerror = () => { state.textContent = state.dataset.again; };
  source.addEventListener('entry', (event) => {
    const line = JSON.parse(event.data);
    // Each connection begins with the newest lines, which an earlier one may have told.
    if (isShown(line)) return;
    list.prepend(shown(line));
    while (list.children.length > MOST) list.lastElementChild.remove();
  });
}
function filled(body, form) {
  for (const input of form.querySelectorAll('input')) {
    const names = JSON.parse(input.name);
    const last = names.pop();
    let at = body;
    for (const name of names) at = at[name] = at[name] || {};
    at[last] = input.value;
  }
  return body;
}
for (const form of document.querySelectorAll('form[data-login]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = form.querySelector('[role=status]');
    const login = JSON.parse(form.dataset.login);
    said.textContent = '…';
    try {
      const answer = await fetch(login.path, {
        method: login.method,
        headers: login.headers || {},
        credentials: 'same-origin',
        body: login.body ? JSON.stringify(filled(login.body, form)) : undefined,
      });
      const told = await answer.json().catch(() => ({}));
      const words = told.statusText || told.error_description || (told.error && told.error.message) || answer.statusText;
      said.textContent = answer.status + ' ' + (typeof words === 'string' ? words : '');
    } catch (error) {
      said.textContent = form.dataset.none + ': ' + error.message;
    }
  });
}
`;
