import { isQuota, type QuotaName, type SessionQuotas, shownQuotas } from '../sessionQuotas';
import { refuseUnknownMembers, showMembers } from './shownMembers';

/** The object `Session.quotas`, which stands for 4D.QuotaManager. See docs/web-classes.md#quotamanager. */
export class QuotaManager {
  declare nbEntitySets: number | undefined;
  declare defaultEntitySetTimeout: number;
  declare maxEntitySetTimeout: number | undefined;
  declare readonly currentValues: { readonly nbEntitySets?: number };

  static {
    refuseUnknownMembers(
      QuotaManager,
      'Session.quotas',
      'it has nbEntitySets, defaultEntitySetTimeout and maxEntitySetTimeout',
    );
  }

  /**
   * @param read asks the server for what is set now
   * @param write passes a change on to the server
   */
  constructor(read: () => SessionQuotas, write: (name: QuotaName, value: number | undefined) => void) {
    const change = (name: QuotaName) => (value: unknown) => {
      if (value !== undefined && !isQuota(value)) {
        throw new RangeError(`Session.quotas.${name} is an integer above 0; undefined takes the quota away.`);
      }
      write(name, value);
    };
    showMembers(this, 'Session.quotas', {
      nbEntitySets: { get: () => read().nbEntitySets, set: change('nbEntitySets') },
      defaultEntitySetTimeout: {
        get: () => shownQuotas(read()).defaultEntitySetTimeout,
        set: change('defaultEntitySetTimeout'),
      },
      maxEntitySetTimeout: { get: () => read().maxEntitySetTimeout, set: change('maxEntitySetTimeout') },
      currentValues: { get: () => shownQuotas(read()).currentValues },
    });
  }
}
