import { createHash } from 'node:crypto';
import { customers, salesPersons } from './data/crm.js';

/** @typedef {typeof salesPersons[number]} SalesPerson */

/** What 4D's dataclass SalesPersons does here; a real one has a database behind it, and slow, salted hashes. */
export class SalesPersons extends DataClass {
  static me = new SalesPersons();

  /** @param {number} userId */
  find(userId) {
    return salesPersons.find((each) => each.userId === userId);
  }

  /**
   * @param {SalesPerson} sales
   * @param {string} password
   */
  verifyPassword(sales, password) {
    return createHash('sha256').update(password).digest('hex') === sales.password;
  }

  /** @param {SalesPerson} sales */
  top3({ userId }) {
    return customers
      .filter(({ salesPerson }) => salesPerson === userId)
      .sort((a, b) => b.totalPurchase - a.totalPurchase)
      .slice(0, 3)
      .map(({ name, totalPurchase }) => ({ name, totalPurchase }));
  }
}
