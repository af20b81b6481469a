/** GET /4DACTION/topCustomers: what the session has kept since the login. */
export function topCustomers() {
  if (!Session.hasPrivilege('viewCustomers')) {
    webSendHttpRedirect('/authenticate.shtml');
    return;
  }
  webSendText(JSON.stringify(Session.storage.myTop3), 'application/json');
}
