/** The script of the page that signs in: plain JavaScript for any browser, so that the page needs no build. */
export const SIGN_IN_SCRIPT = `
'use strict';
const byId = (id) => document.getElementById(id);
const isLoginPage = location.pathname === '/login.html';
let csrf = '';
let user = '';
let timer;
let requests = 0;

const cookie = (name) => document.cookie.split('; ').some((each) => each.startsWith(name + '='));

function tell(text) {
  const item = document.createElement('li');
  item.textContent = text;
  byId('calls').prepend(item);
}

function show(session) {
  byId('user').textContent = session ? session.user.attributes.Name.value : 'nobody';
  byId('csrf').textContent = csrf || 'none';
  byId('keep-alive').textContent = session && session.keepalive ? 'every ' + session.keepalive + ' ms' : 'off';
  byId('cookies').textContent = document.cookie || 'none';
}

async function xas(action, params, more) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (csrf) headers['X-Csrf-Token'] = csrf;
  headers['X-Mx-ReqToken'] = Date.now() + '-' + requests++;
  const body = JSON.stringify({ action, params, ...more });
  const answer = await fetch('/xas/', { method: 'POST', headers, body, credentials: 'include', redirect: 'error' });
  const json = await answer.json();
  return { status: answer.status, json };
}

async function load() {
  document.cookie = 'originURI=/login.html; Path=/; SameSite=Strict';
  if (cookie('clear_cache')) {
    document.cookie = 'clear_cache=; Path=/; Max-Age=0; SameSite=Strict';
    tell('clear_cache: what was kept of the user before is dropped.');
  }
  const before = { csrf, user };
  const profile = byId('profile').value;
  const params = {
    offline: /Offline/.test(profile), referrer: document.referrer || null, profile,
    timezoneoffset: new Date().getTimezoneOffset(),
    timezoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
    preferredLanguages: [...navigator.languages], version: 2,
  };
  const { status, json } = await xas('get_session_data', params);
  const session = status === 200 ? json : undefined;
  csrf = session ? session.csrftoken : '';
  user = session ? session.user.attributes.Name.value : '';
  const same = csrf === before.csrf;
  tell('get_session_data: ' + status + (session
    ? same ? ', the same session' : before.csrf ? ', a new session with a new CSRF token' : ', a session'
    : ', nobody is signed in'));
  clearInterval(timer);
  if (session && session.keepalive) timer = setInterval(keepAlive, Math.max(session.keepalive, 1000));
  show(session);
}

async function keepAlive() {
  const { status } = await xas('keepalive');
  tell('keepalive: ' + status);
}

async function signIn() {
  const params = { username: byId('name').value, password: byId('password').value };
  // The client functions login and login2 both send this action.
  if (!isLoginPage) params.useAuthToken = byId('default').checked ? 'default' : byId('remember').checked;
  const { status } = await xas('login', params);
  byId('password').value = '';
  byId('outcome').textContent = status === 200 ? 'Signed in.' : 'Name or password is wrong, or the user may not sign in.';
  tell('login: ' + status + (isLoginPage ? '' : ', useAuthToken ' + params.useAuthToken));
  if (status !== 200) return;
  if (isLoginPage) location.assign('/');
  else await load();
}

async function callServer() {
  const { status } = await xas('retrieve_by_xpath', { xpath: '//System.User' });
  tell('retrieve_by_xpath: ' + status + (status === 200 ? '' : ', so the page loads again'));
  if (status !== 200) await load();
}

async function logOut() {
  const { status } = await xas('logout');
  tell('logout: ' + status);
  csrf = '';
  await load();
}

function logOutOffline() {
  document.cookie = 'OfflineLogout=true; Path=/; Max-Age=31536000; SameSite=Strict';
  tell('OfflineLogout: the next call logs out.');
  byId('cookies').textContent = document.cookie;
}

const doing = (work) => () => {
  work().catch((error) => tell('There was no answer: ' + error.message));
};
byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  doing(signIn)();
});
byId('reload').addEventListener('click', doing(load));
byId('call').addEventListener('click', doing(callServer));
byId('log-out').addEventListener('click', doing(logOut));
byId('offline').addEventListener('click', logOutOffline);
byId('profile').addEventListener('change', doing(load));
if (isLoginPage) for (const id of ['wish', 'old']) byId(id).hidden = true;
doing(load)();
`;
