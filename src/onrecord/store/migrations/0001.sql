-- The first version: articles, what people decided, and which parts of the tables are in force.
create table part (
    number integer primary key,
    n_articles integer not null,
    codebook text not null
) strict;

create table article (
    number integer primary key,
    article_id text not null unique,
    title text,
    source text,
    published text,
    url text,
    language text,
    n_sentences integer not null,
    n_words integer not null,
    sha256 text not null,
    same_words text not null,
    added text not null,
    part integer not null references part (number),
    text text not null
) strict;
create index article_same_words on article (same_words);
create index article_part on article (part);

create virtual table search using fts5 (
    title, text, content = 'article', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

create table decision (
    article_id text not null,
    "start" integer not null,
    "end" integer not null,
    theme_id text not null,
    holds integer not null,
    text text not null,
    made text not null,
    primary key (article_id, "start", "end", theme_id)
) strict;

create table same_speaker (
    article_id text not null,
    speaker_id text not null,
    becomes text not null,
    made text not null,
    primary key (article_id, speaker_id)
) strict;

create table codebook (
    name text primary key,
    position integer not null,
    is_used integer not null,
    original text not null,
    current text not null,
    what text not null
) strict;
