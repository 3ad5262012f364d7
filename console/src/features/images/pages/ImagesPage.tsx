import { BuildOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Progress, Segmented, type TableProps } from "antd";
import { useState } from "react";

import type { Image } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  Page,
  SearchField,
  Status,
  Toolbar,
  useURLPage,
  useURLPatch,
  useURLValue,
  type Tone,
} from "@/ui";
import { imagesQuery, type ImageType } from "../api";
import { ImageDrawer } from "../parts/ImageDrawer";
import { ImageMenu } from "../parts/ImageMenu";
import { addressOf, percentOf } from "../parts/names";
import { RegisterImage } from "../parts/RegisterImage";
import { useImagesText } from "../text";

const tones: Readonly<Record<Image["status"], Tone>> = {
  INIT: "neutral",
  CREATING: "info",
  ACTIVE: "success",
  CREATE_FAILED: "danger",
  // It cannot be had here, for want of a card or a package; nothing has gone wrong.
  ERROR: "neutral",
  DELETED: "neutral",
};

export default function ImagesPage() {
  const t = useImagesText();
  const projectId = useProjectId();
  const [kind] = useURLValue("type");
  const [text] = useURLValue("q");
  const [shown] = useURLValue("image");
  const patch = useURLPatch();
  const paging = useURLPage();
  const type: ImageType = kind === "own" ? "DEDICATED" : "BUILD_IN";
  const query = useQuery(imagesQuery(projectId, type, text.trim(), paging.page - 1, paging.size));
  const [registering, setRegistering] = useState(false);
  const open = (image: Image) => patch({ image: image.id });
  const nothing = type === "DEDICATED" && text === "";
  const register = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setRegistering(true)}
      data-testid="register-image"
    >
      {t.register}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={register}>
      <Card flush>
        <Toolbar end={<SearchField label={t.search} />}>
          <Segmented<ImageType>
            value={type}
            onChange={(next) => patch({ type: next === "DEDICATED" ? "own" : "", page: "" })}
            options={(["BUILD_IN", "DEDICATED"] as const).map((value) => ({ value, label: t.types[value] }))}
          />
        </Toolbar>
        <DataTable<Image>
          label={t.title}
          query={query}
          rows={query.data?.data}
          total={query.data?.total}
          paging={paging}
          rowKey="id"
          columns={useColumns(open)}
          empty={
            <EmptyView
              icon={<BuildOutlined />}
              title={nothing ? t.empty : text === "" ? t.noPresets : t.none}
              hint={nothing ? t.emptyHint : undefined}
            />
          }
        />
      </Card>
      <RegisterImage
        open={registering}
        onClose={() => setRegistering(false)}
        onDone={(image) => patch({ type: "own", q: "", page: "", image: image.id })}
      />
      {shown !== "" && <ImageDrawer imageId={shown} onClose={() => patch({ image: "" })} />}
    </Page>
  );
}

function useColumns(onOpen: (image: Image) => void): TableProps<Image>["columns"] {
  const t = useImagesText();
  const format = useFormat();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, image) => (
        <button
          type="button"
          className="row-name link-button"
          onClick={() => onOpen(image)}
          data-testid={`image-${addressOf(image)}`}
        >
          <span className="glyph glyph-primary">
            <BuildOutlined />
          </span>
          <span>
            {image.show_name ?? image.name}
            <span className="row-sub mono">{addressOf(image)}</span>
          </span>
        </button>
      ),
    },
    {
      title: t.status,
      key: "status",
      width: 260,
      render: (_value, image) => <ImageState image={image} />,
    },
    {
      title: t.size,
      dataIndex: "size",
      align: "end",
      width: 110,
      render: (size: number) => (size > 0 ? format.bytes(size * 1024) : <span className="faint">–</span>),
    },
    {
      title: t.details.kind,
      dataIndex: "kind",
      render: (kind: string) => <span className="nowrap">{kinds[kind] ?? kind}</span>,
    },
    {
      title: t.resources,
      dataIndex: "resource_categories",
      render: (names: string[]) => (
        <span className="line nowrap">
          {names.map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </span>
      ),
    },
    {
      title: t.updated,
      dataIndex: "update_at",
      render: (at: number, image) =>
        // What was never built has only the age of its recipe.
        image.status === "INIT" || image.status === "ERROR" ? (
          <span className="faint">–</span>
        ) : (
          <span className="nowrap" title={format.dateTime(at)}>
            {format.ago(at)}
          </span>
        ),
    },
    { key: "menu", align: "end", width: 56, render: (_value, image) => <ImageMenu image={image} /> },
  ];
}

function ImageState({ image }: { image: Image }) {
  const t = useImagesText();
  const percent = percentOf(image.status_message);
  return (
    <>
      <Status tone={tones[image.status]}>{t.statuses[image.status]}</Status>
      {image.status === "CREATING" && percent !== null && (
        <Progress percent={percent} size="small" showInfo={false} />
      )}
      {!["ACTIVE", "INIT"].includes(image.status) && image.status_message !== "" && (
        <span className="row-sub image-message" title={image.status_message}>
          {image.status_message}
        </span>
      )}
    </>
  );
}
