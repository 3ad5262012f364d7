import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Outlet, useLocation } from "react-router";

import { TransfersProvider } from "@/features/objects";
import { LoadingView } from "@/ui";
import { Jump, useJumpKey } from "./Jump";
import { Rail } from "./Rail";
import "./shell.css";
import { useAppText } from "./text";
import { Topbar } from "./Topbar";
import { PageBoundary } from "./PageBoundary";

/** Where somebody walks from thing to thing, the address changes and the page stays. */
const pageOf = (pathname: string): string => pathname.replace(/^(\/datasets\/[^/]+\/label)\/.*$/, "$1");

export function Shell() {
  const t = useAppText();
  const [jumping, setJumping] = useState(false);
  const [menu, setMenu] = useState(false);
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const openJump = useCallback(() => setJumping(true), []);
  useJumpKey(openJump);

  useEffect(() => {
    if (content.current !== null) content.current.scrollTop = 0;
  }, [pathname]);

  return (
    <TransfersProvider>
      <div className="shell">
        <a className="skip" href="#content">
          {t.skip}
        </a>
        <Rail open={menu} onNavigate={() => setMenu(false)} />
        <div className="main">
          <Topbar onJump={openJump} onMenu={() => setMenu(!menu)} />
          <main id="content" className="content" tabIndex={-1} ref={content}>
            <PageBoundary key={pageOf(pathname)}>
              <Suspense fallback={<LoadingView rows={8} />}>
                <Outlet />
              </Suspense>
            </PageBoundary>
          </main>
        </div>
        <Jump open={jumping} onClose={() => setJumping(false)} />
      </div>
    </TransfersProvider>
  );
}
