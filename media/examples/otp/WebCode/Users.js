import { createHash, randomUUID } from 'node:crypto';

/**
 * What 4D's dataclass Users does here. The users are in Storage, which the code of all requests sees: a singleton has an
 * instance in each thread.
 */
export class Users extends DataClass {
  static me = new Users();
  static exposed = ['create'];

  /**
   * Creates a user, who has to confirm the e-mail address.
   * @param {{ email: string, password: string }} info
   * @param {string} server where the link leads to
   * @returns the link: it restores this session, once
   */
  create({ email, password }, server = 'https://my.server.com') {
    const ID = randomUUID();
    const hash = createHash('sha256').update(password).digest('hex');
    Use(Storage, () => {
      Storage.users ??= {};
      Storage.users[ID] = { email, password: hash, isValidated: false };
    });
    Use(Session.storage, () => {
      Session.storage.status = { step: 'Waiting for validation email', email, ID };
    });
    const token = Session.createOTP();
    return `${server}/tools/validateEmail?$4DSID=${token}`;
  }

  /** @param {string} ID */
  emailValidated(ID) {
    Use(Storage, () => {
      const user = Storage.users?.[ID];
      if (user) user.isValidated = true;
    });
  }
}
