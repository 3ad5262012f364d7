import { Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";

import { navigation, profileItem } from "./navigation";
import { useAppText } from "./text";

/** Go anywhere from the keyboard. */
export function Jump({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useAppText();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [index, setIndex] = useState(0);
  const everything = [...navigation.flatMap((group) => group.items), profileItem];
  const wanted = typed.trim().toLowerCase();
  const found = everything.filter((item) => `${t.nav[item.name]} ${item.to}`.toLowerCase().includes(wanted));
  const current = Math.min(index, found.length - 1);

  useEffect(() => {
    if (open) {
      setTyped("");
      setIndex(0);
    }
  }, [open]);

  function go(to: string | undefined) {
    if (to === undefined) return;
    onClose();
    void navigate(to);
  }

  return (
    <Modal open={open} onCancel={onClose} footer={null} closable={false} width={520} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        placeholder={t.jumpHint}
        aria-label={t.jumpHint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setIndex(Math.min(current + 1, found.length - 1));
          else if (event.key === "ArrowUp") setIndex(Math.max(current - 1, 0));
          else if (event.key === "Enter") go(found[current]?.to);
          else return;
          event.preventDefault();
        }}
      />
      <div role="listbox" aria-label={t.jump} className="palette-list">
        {found.map((item, at) => (
          <div
            key={item.to}
            role="option"
            aria-selected={at === current}
            onMouseEnter={() => setIndex(at)}
            onClick={() => go(item.to)}
          >
            {item.icon}
            {t.nav[item.name]}
          </div>
        ))}
        {found.length === 0 && <p className="faint">{t.nothing}</p>}
      </div>
    </Modal>
  );
}

export function useJumpKey(open: () => void): void {
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      }
    }
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [open]);
}
