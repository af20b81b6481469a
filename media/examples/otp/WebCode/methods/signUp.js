import { Users } from '../Users.js';

/** POST /4DACTION/signUp with email and password. A real application sends the link by mail; here it is shown. */
export function signUp() {
  const { email, password } = webGetVariables();
  if (!email || !password) {
    webSendText('E-mail and password are needed');
    return;
  }
  const link = Users.me.create(
    { email, password },
    `${webIsSecuredConnection() ? 'https' : 'http'}://${webGetHttpHeader('Host')}`,
  );
  webSendText(`<p>This link goes to your mail box: <a href="${link}">${link}</a></p>`);
}
