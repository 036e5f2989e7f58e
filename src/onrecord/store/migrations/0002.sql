-- What people say of rows: only ever added to. And who decided on a theme.
create table correction (
    number integer primary key autoincrement,
    "table" text not null,
    article_id text not null,
    "key" text not null,
    verdict text not null,
    machine text not null,
    human text not null,
    who text not null,
    why text not null,
    made text not null
) strict;
create index correction_row on correction ("table", article_id, "key");

alter table decision add column who text not null default '';
