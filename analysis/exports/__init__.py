"""Files for analysts, made from released results alone; respondents' answers only k-anonymised.

dictionary    the rows of results as a table, every column described
csv_files     one CSV file a table, and a codebook of all their columns
package       the same as a Frictionless Data Package
columnar      the rows as Parquet
spss          data with labels and user-missing values as an SPSS file
files         what a form consists of: `render_files`; one table: `render_alone`
anonymity     generalising until every respondent is one of k
characteristics, items   what of a respondent is a characteristic, what an answer
respondents   one row a respondent, for sharing under restrictions: `render_respondents`
"""

from analysis.exports.files import Form, render_alone, render_files

__all__ = ["Form", "render_alone", "render_files"]
