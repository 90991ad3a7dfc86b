import { getThemeOptions, getUserTheme } from '@splunk/splunk-utils/themes';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PageBackground } from './layout.ts';

/** The time limit for Splunk Web's theme script. On a slow line, the page appears late rather than in another theme. */
const THEME_TIMEOUT_MS = 5000;

const DEFAULT_THEME = 'enterprise';

/** Renders a page in the theme of the user. @param id id of the element in the XML of the view */
export async function mount(id: string, page: ReactNode): Promise<void> {
  const [element, options] = await Promise.all([mountPoint(id), theme()]);
  createRoot(element).render(
    <StrictMode>
      <SplunkThemeProvider {...options}>
        <PageBackground />
        {page}
      </SplunkThemeProvider>
    </StrictMode>,
  );
}

/** Waits for the element: Simple XML renders its panels after it has loaded the script of the view. */
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
  const timedOut = new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve(DEFAULT_THEME);
    }, THEME_TIMEOUT_MS);
  });
  return getThemeOptions(await Promise.race([getUserTheme(), timedOut]));
}
