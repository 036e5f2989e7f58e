-- One log of what people say of rows, only ever added to: corrections with the numbers they had, theme overrides, merges.
create table annotation (
    number integer primary key autoincrement,
    kind text not null,
    article_id text not null,
    "key" text not null,
    verdict text not null,
    machine text not null,
    human text not null,
    who text not null,
    why text not null,
    made text not null
) strict;
create index annotation_target on annotation (kind, article_id, "key");

insert into annotation
select number, "table", article_id, "key", verdict, machine, human, who, why, made from correction order by number;

insert into annotation
select null, 'theme', article_id, "start" || '-' || "end" || ':' || theme_id, case holds when 0 then 'no' else 'yes' end,
       '{}', json_object('statement', text), who, '', made
from decision order by rowid;

insert into annotation
select null, 'merge', article_id, speaker_id, 'merged', '{}', json_object('speaker_id', becomes), '', '', made
from same_speaker order by rowid;

drop table correction;
drop table decision;
drop table same_speaker;
