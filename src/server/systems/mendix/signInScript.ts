import { REASONS_HEADER } from './reasonsHeader';

/** The script of the page that signs in: plain JavaScript for any browser, so that the page needs no build. */
export const SIGN_IN_SCRIPT = `
'use strict';
// A longer delay of a timer does not fit into 32 bits, and browsers take it for none.
const LONGEST_DELAY = 2147483647;
const MOST_CALLS = 50;
const byId = (id) => document.getElementById(id);
const reasonTable = JSON.parse(byId('reasons').textContent);
const keepAliveAction = document.body.dataset.keepAliveAction;
let sessionProfile = byId('session-profile').textContent;
const isLoginPage = location.pathname === '/login.html';
let csrf = '';
// Whether somebody has signed in here since the page got its CSRF token.
let isCsrfOld = false;
let user = '';
let state = '';
let keepAliveMs = 0;
let timer;
let requests = 0;
let last = Promise.resolve();

const cookie = (name) => document.cookie.split('; ').some((each) => each.startsWith(name + '='));

/** One text of those that there are. */
const joined = (...texts) => texts.filter(Boolean).join(' ');

function say(tone, ...texts) {
  byId('outcome').className = 'told ' + tone;
  byId('outcome').textContent = joined(...texts);
}

function show() {
  byId('user').textContent = user || 'nobody';
  byId('state').textContent = state;
  byId('session-profile').textContent = user ? sessionProfile : 'none';
  byId('csrf').textContent = csrf || 'none';
  const every = keepAliveMs < 60000 ? keepAliveMs / 1000 + ' s' : Math.round(keepAliveMs / 6000) / 10 + ' min';
  byId('keep-alive').textContent = keepAliveMs ? 'every ' + every + ' (' + keepAliveMs + ' ms)' : 'off';
  byId('cookies').textContent = document.cookie || 'none';
}

const make = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className });

function reasonItem(code) {
  const [kind, sentence] = reasonTable[code] || ['', ''];
  // The end of a sentence says since when there is the rule, and whether it is inferred.
  const [, text, mark] = /^(.*?)(?: [(]((?:since|before|inferred)[^()]*)[)][.])?$/.exec(sentence);
  const item = make('li', '', '');
  const words = make('span', mark ? text + '.' : text, '');
  words.append(make('small', mark ? code + ' - ' + mark : code, ''));
  item.append(make('span', kind, 'kind ' + kind), words);
  return item;
}

function tell(text, tone = '', reasons = []) {
  const calls = byId('calls');
  const key = [text, ...reasons].join(' ');
  const newest = calls.firstElementChild;
  if (newest && newest.dataset.key === key) {
    newest.dataset.times = 1 + Number(newest.dataset.times);
    newest.firstElementChild.textContent = text + ' (' + newest.dataset.times + ' times)';
    return;
  }
  const item = make('li', '', tone);
  Object.assign(item.dataset, { key, times: 1 });
  item.append(make('p', text, ''));
  if (reasons.length > 0) {
    const list = make('ul', '', '');
    list.setAttribute('role', 'list');
    list.append(...reasons.map(reasonItem));
    item.append(list);
  }
  calls.prepend(item);
  if (calls.children.length > MOST_CALLS) calls.lastElementChild.remove();
}

/** Sends a call, and gives the answer with the reasons that the server tells. */
async function xas(action, params) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', '${REASONS_HEADER}': 'wanted' };
  if (csrf) headers['X-Csrf-Token'] = csrf;
  headers['X-Mx-ReqToken'] = Date.now() + '-' + requests++;
  const body = JSON.stringify({ action, params });
  try {
    const sent = await fetch('/xas/', { method: 'POST', headers, body, credentials: 'include', redirect: 'error' });
    const text = await sent.text();
    const reasons = (sent.headers.get('${REASONS_HEADER}') || '').split(', ').filter(Boolean);
    return { action, status: sent.status, text, reasons, has: (code) => reasons.some((each) => each.startsWith(code)) };
  } catch (error) {
    tell(action + ': no answer', 'bad');
    state = 'not known: the server gave no answer';
    show();
    say('bad', 'The server gave no answer (' + error.message + '). If it has stopped, start it again; then press “Load again”.');
    throw new NoAnswer();
  }
}

class NoAnswer extends Error {}

function tellAnswer(answer, more = '') {
  tell(answer.action + ': ' + answer.status + more, answer.status === 200 ? 'good' : 'bad', answer.reasons);
}

const refusedBy = ({ reasons }) => reasons.find((each) => reasonTable[each] && reasonTable[each][0] === 'refused');

/** The sentences of reason codes, or none. */
function serverSays(...codes) {
  const sentences = codes.filter((code) => reasonTable[code]).map((code) => reasonTable[code][1]);
  return sentences.length > 0 ? 'The server says: ' + sentences.join(' ') : '';
}

/** What the server says of a refusal. */
const why = (answer) => serverSays(refusedBy(answer)) || 'It answered ' + answer.status + '.';

/**
 * Why there is no session any more, in what is told of it: a token that is good no more, or else that the session
 * before is over. A data call and the load that follows it may each tell a part.
 */
function endOf(...answers) {
  const reasons = answers.flatMap((answer) => answer.reasons);
  return reasons.find((code) => code.startsWith('mendix.token.refused.')) ||
    reasons.find((code) => /^mendix[.]session[.](over[.]|expired$)/.test(code));
}

/** What the server did first, as the cookie OfflineLogout told it. */
const saidOffline = ({ reasons }) => serverSays(reasons.find((code) => code.startsWith('mendix.logout.offline')));

/** Whether a refusal means that there is no session, and not that something else is wrong. */
const isOver = (answer) =>
  answer.reasons.length === 0 || answer.has('mendix.data.') || answer.has('mendix.keepalive.no-session');

function forget(nextState) {
  csrf = user = '';
  keepAliveMs = 0;
  clearTimeout(timer);
  state = nextState;
  show();
}

function plan() {
  clearTimeout(timer);
  if (keepAliveMs) timer = setTimeout(() => doing(keepAlive)(), Math.min(keepAliveMs, LONGEST_DELAY));
}

/** @param before the answer that the page loads again for */
async function load(...before) {
  document.cookie = 'originURI=/login.html; Path=/; SameSite=Strict';
  if (cookie('clear_cache')) {
    document.cookie = 'clear_cache=; Path=/; Max-Age=0; SameSite=Strict';
    tell('clear_cache: what was kept of the user before is dropped.');
  }
  const csrfBefore = csrf;
  const profile = byId('profile').value;
  const answer = await xas('get_session_data', {
    offline: /Offline/.test(profile), referrer: document.referrer || null, profile,
    timezoneoffset: new Date().getTimezoneOffset(),
    timezoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
    preferredLanguages: [...navigator.languages], version: 2,
  });
  if (answer.status !== 200 && !answer.has('mendix.session-data.refused')) {
    // What refused the call says nothing of the session, and a session that was live may still be.
    state = 'not known: the page could not load';
    tellAnswer(answer, ', the session is not known');
    show();
    return { answer, isUnknown: true, tone: 'bad', text: 'The page could not load, so its session is not known. ' + why(answer) + ' Press “Load again”.' };
  }
  if (answer.status !== 200) {
    forget('none');
    tellAnswer(answer, ', nobody is signed in');
    const end = serverSays(endOf(...before, answer));
    return { answer, tone: 'warn', text: end ? 'Nobody is signed in. ' + end : reasonTable['mendix.session-data.refused'][1] };
  }
  const session = JSON.parse(answer.text);
  const { Name, IsAnonymous } = session.user.attributes;
  csrf = session.csrftoken;
  isCsrfOld = false;
  user = Name.value;
  state = 'live';
  // The server goes by the name of a call, and by the last one if a call has none.
  sessionProfile = profile || sessionProfile;
  keepAliveMs = session.keepalive || 0;
  tellAnswer(answer, csrf === csrfBefore ? ', the same session' : csrfBefore ? ', a new session with a new CSRF token' : ', a session');
  show();
  plan();
  const end = serverSays(endOf(...before, answer));
  if (IsAnonymous.value) {
    const text = joined('Nobody is signed in: the session is that of an anonymous user.', end);
    return { answer, isAnonymous: true, tone: end ? 'warn' : '', text };
  }
  const isRevived = [...before, answer].some((each) => each.has('mendix.session.revived'));
  const anew = isRevived && joined('The session was made anew from the authentication token.', end);
  return { answer, tone: 'good', text: joined('Signed in as ' + user + '.', anew) };
}

async function loadAndSay() {
  const { answer, tone, text } = await load();
  say(tone, saidOffline(answer), text);
}

/** The other tabs of a browser have the same cookies, and each page its own CSRF token. */
async function afterCsrf(what, wayOn) {
  const wasOld = isCsrfOld;
  const { isUnknown, text } = await load();
  const reason = wasOld ? 'The page had not loaded since the login, so its CSRF token was of the session before.' :
    'The CSRF token of this page is of another session than the cookie: another tab may have signed in or out.';
  say('warn', what, reason,
    ...(isUnknown ? [text] : ['The page has loaded again, and has the session of ' + (user || 'nobody') + ' now.', wayOn]));
}

/** A server that gave no answer may answer again, and still have the session. */
function isLive() {
  if (state === 'live') return;
  state = 'live';
  show();
  say('good', 'The server answers again, and the session is live.');
}

async function keepAlive() {
  const answer = await xas(keepAliveAction).finally(plan);
  tellAnswer(answer);
  if (answer.status === 200) return isLive();
  if (answer.has('mendix.csrf.')) return afterCsrf('The keep-alive was refused.', '');
  if (!isOver(answer)) return say('warn', 'The keep-alive was refused.', why(answer));
  const whose = user;
  forget('over: the keep-alive was refused');
  say('bad', 'The session of ' + whose + ' is over.', saidOffline(answer), serverSays(endOf(answer), refusedBy(answer)), 'Press “Load again”: the client gets another session.');
}

/** What is in the fields. The client functions login and login2 both send this. */
function fields() {
  const params = { username: byId('name').value, password: byId('password').value };
  if (!isLoginPage) params.useAuthToken = byId('default').checked ? 'default' : byId('remember').checked;
  return params;
}

/** Whether the runtime judged name and password, and no fault or limit came before that. */
const isLoginWrong = (answer) =>
  answer.reasons.length === 0 ? answer.status === 401 : /^mendix[.](login|token[.]refused)[.]/.test(refusedBy(answer));

async function signIn(params) {
  const answer = await xas('login', params);
  tellAnswer(answer, isLoginPage ? '' : ', useAuthToken ' + params.useAuthToken);
  // Who may be right keeps the password in its field.
  if (answer.has('mendix.csrf.')) return afterCsrf('Nobody was signed in.', 'Press “Sign in” again.');
  if (answer.status !== 200 && !isLoginWrong(answer)) return say('bad', 'Nobody was signed in.', why(answer));
  if (byId('password').value === params.password) byId('password').value = '';
  if (answer.status !== 200) return say('bad', 'Name or password is wrong, or the user may not sign in.', why(answer));
  isCsrfOld = true;
  if (!isLoginPage) return loadAfterLogin(answer.reasons);
  sessionStorage.setItem('mendix-login', JSON.stringify(answer.reasons));
  location.assign('/#signed-in');
}

/** @param reasons those of the login */
async function loadAfterLogin(reasons) {
  const { answer, isAnonymous, isUnknown, tone, text } = await load();
  if (isUnknown) return say('bad', 'The server has signed somebody in.', text);
  if (answer.has('mendix.session.none')) {
    return say('bad', 'The server has signed somebody in, and this browser did not keep the session cookie. Over HTTP browsers drop cookies with SameSite=None, and mostly those that are Secure. Use HTTPS, or other settings.', text);
  }
  if (isAnonymous || answer.status !== 200) return say('bad', 'The server has signed somebody in, and that session is over already.', text);
  if (answer.has('mendix.token.created')) return say(tone, text, 'You are remembered: the cookie authtoken was set.');
  const wish = reasons.find((code) => code.startsWith('mendix.wish.'));
  say(tone, text, 'You are not remembered.', serverSays(wish));
}

async function callServer() {
  const answer = await xas('retrieve_by_xpath', { xpath: '//System.User' });
  const loadsAgain = answer.status !== 200 && isOver(answer);
  tellAnswer(answer, loadsAgain ? ', so the page loads again' : '');
  if (answer.status === 200) {
    isLive();
    return say('good', 'The server has answered the call.');
  }
  if (answer.has('mendix.csrf.')) return afterCsrf('The call was refused.', 'Press “Call the server” again.');
  if (!loadsAgain) return say('bad', 'The call was refused.', why(answer));
  const { answer: loaded, text } = await load(answer);
  say('warn', saidOffline(answer), 'The call was refused, so the page has loaded again.', saidOffline(loaded), text);
}

async function logOut() {
  const answer = await xas('logout');
  tellAnswer(answer);
  if (answer.has('mendix.csrf.')) return afterCsrf('Nobody was logged out.', 'Press “Log out” again.');
  if (answer.status !== 200) return say('bad', 'Nobody was logged out.', why(answer));
  forget('none');
  const { tone, text } = await load();
  say(tone, 'Logged out.', text);
}

async function logOutOffline() {
  document.cookie = 'OfflineLogout=true; Path=/; Max-Age=31536000; SameSite=Strict';
  tell('OfflineLogout: the next call logs out.');
  show();
  say('warn', 'The cookie OfflineLogout is set: the next call logs out.');
}

async function begin() {
  if (location.hash !== '#signed-in') return loadAndSay();
  history.replaceState(null, '', '/');
  const reasons = JSON.parse(sessionStorage.getItem('mendix-login') || '[]');
  sessionStorage.removeItem('mendix-login');
  if (reasons.length > 0) tell('login at login.html: 200', 'good', reasons);
  await loadAfterLogin(reasons);
}

/** One thing after the other, so that no answer is taken for that of another call. */
const doing = (work) => () => {
  last = last.then(work).catch((error) => {
    if (!(error instanceof NoAnswer)) say('bad', 'The page failed: ' + error.message);
  });
  return last;
};

/**
 * A second press before the first one is done, such as a double click, counts for nothing. The button keeps the focus,
 * which one that is disabled loses.
 */
async function once(button, work) {
  if (button.hasAttribute('aria-disabled')) return;
  button.setAttribute('aria-disabled', 'true');
  await doing(work)();
  button.removeAttribute('aria-disabled');
}

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  // What is in the fields now counts, and not what is there when the call is sent.
  const params = fields();
  once(byId('submit'), () => signIn(params));
});
for (const [id, work] of [['reload', () => loadAndSay()], ['call', callServer], ['log-out', logOut], ['offline', logOutOffline]]) {
  byId(id).addEventListener('click', ({ currentTarget }) => once(currentTarget, work));
}
byId('profile').addEventListener('change', doing(() => loadAndSay()));
if (!isLoginPage) byId('default').addEventListener('change', ({ target }) => { byId('remember').disabled = target.checked; });
doing(begin)();
`;
