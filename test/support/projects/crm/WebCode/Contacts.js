/** The data class: its functions are called by REST, and its data is what `all` gives. */
export class Contacts extends DataClass {
  static exposed = ['count', 'archive'];

  all() {
    return [
      { ID: 1, name: 'Ada', salary: 10 },
      { ID: 2, name: 'Ben', salary: 20 },
    ];
  }

  count() {
    return this.all().length;
  }

  /** The permissions of roles.json promote it: while it runs, the session may do what a manager may. */
  archive() {
    return Session.hasPrivilege('manageContacts');
  }
}
