export class DataStore {
  static exposed = ['authentify'];

  /** @param {string} role */
  authentify(role) {
    return Session.setPrivileges({ userName: role, roles: role });
  }
}
