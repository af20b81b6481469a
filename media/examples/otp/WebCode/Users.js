import { createHash, randomUUID } from 'node:crypto';

/**
 * What 4D's dataclass Users does here. The users are in Storage, which the code of all requests sees: a singleton has an
 * instance in each thread.
 */
export class Users extends DataClass {
  static me = new Users();
  static exposed = ['create'];

  /**
   * Creates a user, who has to confirm the e-mail address: the link in the mail restores this session, once.
   * @param {{ email: string, password: string }} info
   * @returns whether the mail was sent. The link is for its reader alone.
   */
  create({ email, password }) {
    const link = `${Workbench.url}/tools/validateEmail?$4DSID=${Session.createOTP()}`;
    const transporter = smtpNewTransporter({ host: 'smtp.example.com', port: 465, user: 'shop@example.com' });
    const { success, statusText } = transporter.send({
      from: 'The shop <shop@example.com>',
      to: email,
      subject: 'Please confirm your e-mail address',
      htmlBody: `<p>Welcome! To confirm your e-mail address, open <a href="${link}">this link</a>.</p>`,
    });
    if (!success) return { success, statusText };
    const ID = randomUUID();
    const hash = createHash('sha256').update(password).digest('hex');
    Use(Storage, () => {
      Storage.users ??= {};
      Storage.users[ID] = { email, password: hash, isValidated: false };
    });
    Use(Session.storage, () => {
      Session.storage.status = { step: 'Waiting for validation email', email, ID };
    });
    return { success, statusText };
  }

  /** @param {string} ID */
  emailValidated(ID) {
    Use(Storage, () => {
      const user = Storage.users?.[ID];
      if (user) user.isValidated = true;
    });
  }
}
