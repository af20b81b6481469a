/**
 * On Web Connection: the link of the mail comes here, as there is no page of this name.
 * @param {string} url
 */
export function onWebConnection(url) {
  const [, id] = /^\/activation\/([0-9a-f]{40})$/.exec(url) ?? [];
  if (id === undefined) return;
  webSendText(activate(id) ? 'You are successfully authenticated' : 'There is no session of this link any more');
}

/**
 * Accepts a session in its file, and makes the server read it.
 * @param {string} id
 */
function activate(id) {
  const file = Folder(fkMobileAppsFolder)
    .folders()
    .map((application) => application.file(id))
    .find((each) => each.exists);
  if (!file) return false;
  const session = JSON.parse(file.getText());
  session.status = 'accepted';
  file.setText(JSON.stringify(session, undefined, 2));
  mobileAppRefreshSessions();
  return true;
}
