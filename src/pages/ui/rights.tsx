import { createContext, type ReactNode, useContext } from 'react';
import { ALL_RIGHTS, loadRights, type Rights } from '../model/rights.ts';
import { Notice } from './notice.tsx';
import { useLoaded } from './use-loaded.ts';

/** Undefined until the rights are loaded. */
const Known = createContext<Rights | undefined>(ALL_RIGHTS);

/** Loads the rights of the user once for the page. Until then no tab shows what it has loaded (`Loading`). */
export function RightsProvider({ children }: { readonly children: ReactNode }) {
  return <Known.Provider value={useLoaded(loadRights).value}>{children}</Known.Provider>;
}

/** Whether the rights are loaded. */
export function useAreRightsKnown(): boolean {
  return useContext(Known) !== undefined;
}

/** What the user may do. Without a right, a tab shows no control that uses it. */
export function useRights(): Rights {
  return useContext(Known) ?? NO_RIGHTS;
}

const NO_RIGHTS: Rights = { configure: false, editRoles: false };

const NEEDED: Readonly<Record<keyof Rights, string>> = {
  configure: 'You can view these settings. To change them, you need the admin or sc_admin role.',
  editRoles: 'You can view these roles. To change them, you need the capability edit_roles.',
};

/** The line on top of a tab that the user may not change. */
export function ReadOnlyNotice({ right }: { readonly right: keyof Rights }) {
  return (useContext(Known) ?? ALL_RIGHTS)[right] ? null : <Notice type="info" text={NEEDED[right]} />;
}
