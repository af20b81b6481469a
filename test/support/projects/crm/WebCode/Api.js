export class Api {
  health() {
    return { ok: true };
  }

  whoAmI() {
    return { user: Session.userName, privileges: Session.getPrivileges() };
  }
}
