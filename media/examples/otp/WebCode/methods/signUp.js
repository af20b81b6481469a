import { Users } from '../Users.js';

/** POST /4DACTION/signUp with email and password: the new user gets a mail with a link. */
export function signUp() {
  const { email, password } = webGetVariables();
  if (!email || !password) {
    webSendText('E-mail and password are needed');
    return;
  }
  const { success, statusText } = Users.me.create({ email, password });
  const said = success ? `A mail with a link was sent to ${email}` : `No mail could be sent: ${statusText}`;
  webSendText(said, 'text/plain; charset=utf-8');
}
