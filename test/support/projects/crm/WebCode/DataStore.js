export class DataStore extends DataStoreImplementation {
  static exposed = ['authentify'];

  /** @param {string} role */
  authentify(role) {
    return Session.setPrivileges({ userName: role, roles: role });
  }
}
