-- The index anew, with lists for beginnings of one and two characters: the list of such a beginning
-- is made of those of all words that begin so, before its first row is given.
DROP TABLE find_public;
DROP TABLE find_group;
DROP TABLE find_owner;
CREATE VIRTUAL TABLE find_public USING fts5 (title, body, content = 'text_public', content_rowid = 'row',
  columnsize = 0, prefix = '1 2', tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE find_group USING fts5 (title, body, content = 'text_group', content_rowid = 'row',
  columnsize = 0, prefix = '1 2', tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE find_owner USING fts5 (title, body, content = 'text_owner', content_rowid = 'row',
  columnsize = 0, prefix = '1 2', tokenize = "unicode61 remove_diacritics 0");
INSERT INTO find_public (find_public) VALUES ('rebuild');
INSERT INTO find_group (find_group) VALUES ('rebuild');
INSERT INTO find_owner (find_owner) VALUES ('rebuild');

-- The words of each level of the index, for the correction of typing errors.
CREATE VIRTUAL TABLE words_public USING fts5vocab ('find_public', 'row');
CREATE VIRTUAL TABLE words_group USING fts5vocab ('find_group', 'row');
CREATE VIRTUAL TABLE words_owner USING fts5vocab ('find_owner', 'row');
