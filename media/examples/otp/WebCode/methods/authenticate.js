import { SalesPersons } from '../SalesPersons.js';

/** POST /4DACTION/authenticate with userId and password: signs a salesperson in. */
export function authenticate() {
  const { userId, password = '' } = webGetVariables();
  const sales = SalesPersons.me.find(Number(userId));
  if (!sales) {
    webSendText('This userId is unknown');
    return;
  }
  if (!SalesPersons.me.verifyPassword(sales, password)) {
    webSendText('This password is wrong');
    return;
  }
  Session.setPrivileges({ userName: `${sales.firstname} ${sales.lastname}`, roles: 'Salesperson' });
  Use(Session.storage, () => {
    Session.storage.myTop3 ??= SalesPersons.me.top3(sales);
  });
  webSendHttpRedirect('/authenticationOK.shtml');
}
