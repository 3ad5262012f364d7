import type { ReactNode } from "react";

import { Logo } from "@/ui";
import { useIAMText } from "../text";
import { SitePlan } from "./SitePlan";
import "./auth.css";

interface AuthFrameProps {
  title: string;
  hint: string;
  corner: ReactNode;
  children: ReactNode;
}

/** The frame of the pages before the shell: the form beside a drawing of a yard. */
export function AuthFrame({ title, hint, corner, children }: AuthFrameProps) {
  const t = useIAMText().login;
  return (
    <div className="auth">
      <aside className="auth-side">
        <Logo size={32} />
        <SitePlan />
        <p className="auth-claim">{t.claim}</p>
      </aside>
      <main className="auth-main">
        <div className="auth-corner">{corner}</div>
        <div className="auth-form">
          <h1>{title}</h1>
          <p>{hint}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
