import { Modal } from "antd";

import { useLabellingText } from "../text";

interface KeysHelpProps {
  open: boolean;
  onClose: () => void;
}

const groups = ["walk", "labels", "marks", "picture", "text", "film", "sound"] as const;

/** All keys of the page, by what they are for. */
export function KeysHelp({ open, onClose }: KeysHelpProps) {
  const t = useLabellingText().keys;
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t.title} width={860}>
      <div className="lab-help">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t.groups[group]}</h3>
            <dl>
              {Object.entries(t[group]).map(([what, line]) => {
                const [keys = "", text = ""] = line.split(" | ");
                return (
                  <div key={what}>
                    <dt>
                      {keys.split(" , ").map((key) => (
                        <kbd key={key} className="lab-key">
                          {key}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{text}</dd>
                  </div>
                );
              })}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
