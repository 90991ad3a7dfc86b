import { getThemeOptions, getUserTheme } from '@splunk/splunk-utils/themes';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** Splunk Web's script that knows the theme may be missing, and then never calls back. */
const THEME_WAIT_MS = 500;

const WITHOUT_CHOICE = 'enterprise';

/** Draws a page in the user's theme. @param id of the element in the view's XML */
export async function mount(id: string, page: ReactNode): Promise<void> {
  const [element, options] = await Promise.all([mountPoint(id), theme()]);
  createRoot(element).render(
    <StrictMode>
      <SplunkThemeProvider {...options}>{page}</SplunkThemeProvider>
    </StrictMode>,
  );
}

/** Simple XML draws its panels after it has loaded the view's script. */
function mountPoint(id: string): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = () => {
      const element = document.getElementById(id);
      if (element) resolve(element);
      return element !== null;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

async function theme() {
  const waited = new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve(WITHOUT_CHOICE);
    }, THEME_WAIT_MS);
  });
  return getThemeOptions(await Promise.race([getUserTheme(), waited]));
}
