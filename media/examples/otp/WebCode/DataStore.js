import { SalesPersons } from './SalesPersons.js';

/** Functions of the datastore: POST /rest/$catalog/authentify with the parameters as a JSON array. */
export class DataStore extends DataStoreImplementation {
  static exposed = ['authentify'];

  /**
   * @param {string} userId
   * @param {string} password
   */
  authentify(userId, password) {
    const sales = SalesPersons.me.find(Number(userId));
    if (!sales || !SalesPersons.me.verifyPassword(sales, password)) return false;
    return Session.setPrivileges({ userName: `${sales.firstname} ${sales.lastname}`, roles: 'Salesperson' });
  }
}
