import { Users } from './Users.js';

export class RequestHandler {
  /** The link in the mail: $4DSID in it has restored the session that created the user, if it is still good. */
  validateEmail() {
    const result = new OutgoingMessage();
    const { status } = Session.storage;
    if (status?.step !== 'Waiting for validation email') {
      result.setBody('Invalid token');
      return result;
    }
    Users.me.emailValidated(status.ID);
    result.setBody(`Congratulations <br>Your email ${escaped(status.email)} has been validated`);
    result.setHeader('Content-Type', 'text/html; charset=utf-8');
    Use(status, () => {
      status.step = 'Email validated';
    });
    return result;
  }
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
