
exports.Tools = class Tools {
  static exposed = ['whoAmI', 'restore', 'createOTP', 'nothing', 'fail'];
  whoAmI() {
    return Session && {
      id: Session.id, isGuest: Session.isGuest(), userName: Session.userName, privileges: Session.getPrivileges(),
      storage: JSON.parse(JSON.stringify(Session.storage)), idleTimeout: Session.idleTimeout,
      expirationDate: Session.expirationDate, info: Session.info,
    };
  }
  session() { return this.answer(this.whoAmI()); }
  restore(token) { return Session.restore(token); }
  restoreState(request) {
    const done = Session.restore(request.urlQuery.state);
    return this.answer({ done, ...this.whoAmI() });
  }
  createOTP(lifespan) { return Session.createOTP(lifespan); }
  nothing() {}
  fail() { throw new Error('It was asked to fail.'); }
  set(request) {
    const { privileges, storage, idleTimeout, clear } = request.getJSON();
    const results = [];
    if (clear) results.push(Session.clearPrivileges());
    if (privileges !== undefined) results.push(Session.setPrivileges(privileges));
    if (idleTimeout !== undefined) Session.idleTimeout = idleTimeout;
    if (storage) Use(Session.storage, () => Object.assign(Session.storage, storage));
    return this.answer({ results, ...this.whoAmI() });
  }
  count() {
    Use(Session.storage, () => { Session.storage.count = (Session.storage.count ?? 0) + 1; });
    return this.answer({});
  }
  promote() {
    const before = Session.hasPrivilege('simple');
    const [first, unknown] = [Session.promote('medium'), Session.promote('no such')];
    const [again, during, listed] = [Session.promote('simple'), Session.hasPrivilege('simple'), Session.getPrivileges()];
    const second = Session.promote('full');
    Session.demote(second);
    const full = Session.hasPrivilege('full');
    Session.demote(first);
    return this.answer({ before, first, unknown, again, during, listed, second, full, after: Session.hasPrivilege('simple') });
  }
  answer(value) {
    const message = new OutgoingMessage();
    message.setBody(value ?? { session: null });
    return message;
  }
};
