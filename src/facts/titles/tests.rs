#![allow(clippy::print_stdout)]

use super::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const TABLE: &str = include_str!("../../../rules/citations/data/law-titles.tsv");

fn index() -> &'static [u8] {
    let tree = crate::data::builtin();
    tree.get("citations/data/law-titles.tsv")
        .unwrap()
        .prepared()
}

fn catalogue() -> Titles {
    Titles::prepared(TABLE.into(), index())
}

fn written(year: i32, month: u32, day: u32) -> Option<AsOf> {
    AsOf::new(Some(year - 1), Some(Day::new(year, month, day)))
}

fn alike(a: &str, b: &str) -> bool {
    spell::words(a, fold) == spell::words(b, fold)
}

/// The titles that a cited one is taken for a slip of.
fn slips_of(titles: &Titles, title: &str) -> Vec<String> {
    let near = titles.look_up(title, None).near;
    let near = near
        .into_iter()
        .filter(|near| near.likeness > Likeness::Near);
    near.map(|near| near.title).collect()
}

#[test]
fn the_prepared_index_is_that_of_the_table() {
    assert!(
        prepare::index(TABLE, fold).unwrap() == index(),
        "build.rs folds in another way"
    );
}

#[test]
fn every_title_of_the_table_is_known_by_all_of_its_names() {
    let titles = catalogue();
    for line in TABLE.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        for name in [cells[0], cells[1]].into_iter().chain(cells[7].split(';')) {
            if name.is_empty() {
                continue;
            }
            let exact = titles.look_up(name, None).exact;
            let exact = exact.unwrap_or_else(|| panic!("{name}"));
            // Other rows have the same title with other marks, or issue what this one is.
            if name == cells[0] {
                assert!(
                    alike(&exact.title, name) || exact.title.contains(name),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn slips_are_found_and_other_titles_left_alone() {
    let titles = catalogue();
    let check =
        |cited: &str, known: &[&str]| assert_eq!(slips_of(&titles, cited), known, "{cited}");
    check("重大行政决策暂行条例", &["重大行政决策程序暂行条例"]);
    check(
        "法治政府建设与责任落实督查工作规定",
        &["法治政府建设与责任落实督察工作规定"],
    );
    check(
        "山东省安全条例",
        &["山东省学校安全条例", "山东省安全生产条例"],
    );
    check(
        "法治社会建设实施纲要（2021—2025年）",
        &["法治社会建设实施纲要（2020—2025年）"],
    );
    check(
        "法治政府建设实施纲要（2020—2025年）",
        &["法治政府建设实施纲要（2021—2025年）"],
    );
    check("中华人民共国行政处罚法", &["中华人民共和国行政处罚法"]);
    check(
        "党政主要负责人履行推进法治政府建设第一责任人职责规定",
        &["党政主要负责人履行推进法治建设第一责任人职责规定"],
    );
    check(
        "党政主要负责人履行推进法治建设第一责任人职责规范",
        &["党政主要负责人履行推进法治建设第一责任人职责规定"],
    );
    for other in [
        "山西省安全生产条例",
        "威海市重大行政决策程序规定",
        "优化营商环境条例实施细则",
        "优化口岸营商环境条例",
        "法治政府建设实施纲要（2026—2030年）",
        "法治政府建设实施纲要（2022年）",
        "安全条例",
        "商环境条例",
        "2023年法治政府建设工作要点",
        "重大行政决策程序规定",
        "行政规范性文件管理规定",
        "法治日报",
    ] {
        check(other, &[]);
    }
}

#[test]
fn known_titles_are_known_in_every_form() {
    let titles = catalogue();
    let check = |cited: &str, known: &str| {
        let exact = titles.look_up(cited, None).exact;
        assert_eq!(
            exact.map(|exact| exact.title).as_deref(),
            Some(known),
            "{cited}"
        );
    };
    let outline = "法治政府建设实施纲要（2021—2025年）";
    for cited in [
        "法治政府建设实施纲要（2021-2025年）",
        "法治政府建设实施纲要(2021—2025)",
        "法治政府建设实施纲要",
        "法治政府建设实施纲要（20212025年）",
        "法治政府建设实施纲要（2021年—2025年）",
        "法治政府建設實施綱要（2021—2025年）",
        "法治政府建设实施纲要 ( 2021 — 2025 年 )",
    ] {
        check(cited, outline);
    }
    check("行政处罚法", "中华人民共和国行政处罚法");
    check("行政处罚法（2021年修订）", "中华人民共和国行政处罚法");
    check(
        "中华人民共和国行政处罚法（修订）",
        "中华人民共和国行政处罚法",
    );
    check(
        "关于加强行政规范性文件制定和监督管理工作的通知",
        "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知",
    );
    check(
        "关于全面推行行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度的指导意见",
        "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见",
    );
    let found = titles.look_up("加强法治乡村建设的意见", None);
    assert!(found.lacks_about && found.exact.is_some());
    let found = titles.look_up("国务院关于加强行政规范性文件制定和监督管理工作的通知", None);
    assert!(found.issuer_written == "国务院" && found.exact.is_some());
    let found = titles.look_up("中华人民共和国信访工作条例", None);
    assert!(found.extra_state && found.exact.is_some());
}

/// The same title in reports of two years is the version of its time.
#[test]
fn a_title_is_the_version_of_its_time() {
    let titles = catalogue();
    let version = |title: &str, as_of: Option<AsOf>| {
        let exact = titles.look_up(title, as_of).exact.unwrap();
        exact.version(as_of.unwrap()).unwrap().to_string()
    };
    let in_2022 = AsOf::new(Some(2022), None);
    let in_2024 = AsOf::new(Some(2024), None);
    for (title, then, later) in [
        ("行政复议法", "2017年9月1日", "2023年9月1日"),
        ("中华人民共和国公司法", "2018年10月26日", "2023年12月29日"),
        ("立法法", "2015年3月15日", "2023年3月13日"),
        ("行政处罚法", "2021年1月22日", "2021年1月22日"),
        ("突发事件应对法", "2007年8月30日", "2024年6月28日"),
    ] {
        assert_eq!(version(title, in_2022), then, "{title}");
        assert_eq!(version(title, in_2024), later, "{title}");
    }
    assert_eq!(
        version("行政处罚法", AsOf::new(Some(2020), None)),
        "2017年9月1日"
    );
    // Adopted in September 2023, in force from 2024 on.
    assert_eq!(version("行政复议法", written(2024, 2, 1)), "2017年9月1日");

    let edition = |as_of| {
        titles
            .look_up("市县法治政府建设示范指标体系", as_of)
            .exact
            .unwrap()
            .title
    };
    assert_eq!(
        edition(written(2021, 2, 1)),
        "市县法治政府建设示范指标体系（2019年版）"
    );
    assert_eq!(
        edition(written(2023, 2, 1)),
        "市县法治政府建设示范指标体系（2021年版）"
    );
    let outline = |as_of| {
        titles
            .look_up("法治政府建设实施纲要", as_of)
            .exact
            .unwrap()
            .title
    };
    assert_eq!(
        outline(written(2020, 2, 1)),
        "法治政府建设实施纲要（2015—2020年）"
    );
    assert_eq!(
        outline(written(2023, 2, 1)),
        "法治政府建设实施纲要（2021—2025年）"
    );
}

#[test]
fn an_instrument_stands_as_it_did_at_the_time() {
    let titles = catalogue();
    let check = |title: &str, as_of: Option<AsOf>, standing: Standing| {
        let exact = titles.look_up(title, as_of).exact.unwrap();
        assert_eq!(exact.standing(as_of), standing, "{title} {as_of:?}");
    };
    check("信访条例", written(2022, 1, 20), Standing::InForce);
    // Repealed in May: the report of that year may speak of it.
    check("信访条例", written(2023, 1, 20), Standing::InForce);
    check("信访条例", written(2024, 1, 20), Standing::Repealed);
    check("信访工作条例", written(2022, 1, 20), Standing::Later);
    check("信访工作条例", written(2022, 3, 20), Standing::NotYet);
    check("信访工作条例", written(2023, 1, 20), Standing::InForce);
    check("合同法", AsOf::new(Some(2020), None), Standing::InForce);
    check("合同法", AsOf::new(Some(2021), None), Standing::Repealed);
    check(
        "法治政府建设实施纲要（2015—2020年）",
        AsOf::new(Some(2022), None),
        Standing::Over,
    );
    check(
        "法治政府建设实施纲要（2015—2020年）",
        AsOf::new(Some(2020), None),
        Standing::InForce,
    );
    check(
        "法治政府建设实施纲要（2021—2025年）",
        AsOf::new(Some(2019), written_on(2020)),
        Standing::Later,
    );
    check("行政复议法", None, Standing::Unknown);
}

fn written_on(year: i32) -> Option<Day> {
    Some(Day::new(year, 2, 1))
}

/// A generator that gives the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// What a keyboard or an OCR may put in place of a character.
const ODD: &str = "法制察查定订的和办理工作建设实施条例规定意见管行政府部门治安全生产人民和国市场服务保护促进监督检";

/// One character deleted, inserted or replaced in each title: how many come back?
#[test]
fn typos_come_back_to_the_right_title() {
    let titles = catalogue();
    let odd: Vec<char> = ODD.chars().collect();
    let mut dice = Dice(2026);
    let mut table = String::new();
    for kind in ["deleted", "inserted", "replaced"] {
        let (mut all, mut right, mut tied, mut other, mut shown) = (0, 0, 0, 0, 0);
        for known in titles.all() {
            let chars: Vec<char> = known.title.chars().collect();
            for _ in 0..2 {
                let mut cited = chars.clone();
                let at = dice.below(cited.len());
                let c = odd[dice.below(odd.len())];
                match kind {
                    "deleted" => drop(cited.remove(at)),
                    "inserted" => cited.insert(at, c),
                    _ => cited[at] = c,
                }
                let cited: String = cited.into_iter().collect();
                if cited == known.title {
                    continue;
                }
                all += 1;
                let found = titles.look_up(&cited, None);
                if found
                    .exact
                    .as_ref()
                    .is_some_and(|exact| exact.title == known.title)
                    || found
                        .near
                        .iter()
                        .any(|near| alike(&near.title, &known.title))
                {
                    right += 1;
                    tied += usize::from(found.near.len() > 1);
                    let spoken = found.near.iter().any(|near| near.likeness > Likeness::Near);
                    shown += usize::from(spoken);
                } else if found.exact.is_some() {
                    // The slip makes another title of the catalogue.
                    other += 1;
                }
            }
        }
        let share = 100.0 * f64::from(right) / f64::from(all);
        writeln!(
            table,
            "{kind}: {right} of {all} = {share:.2}% (with another as near: {tied}; another title: {other}; told the user: {shown})"
        )
        .unwrap();
        assert!(share >= 98.0, "{table}");
    }
    println!("{table}");
}

/// Each title left out of the table in turn: none becomes an error.
#[test]
fn a_title_that_the_table_lacks_is_no_error() {
    let rows: Vec<&str> = TABLE.lines().skip(1).collect();
    // Several rows may be ways of one document: they are left out together.
    let mut by_words: BTreeMap<Vec<char>, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let title = row.split('\t').next().unwrap();
        by_words
            .entry(spell::words(title, fold))
            .or_default()
            .push(index);
    }
    let titles = catalogue();
    let (mut sure, mut likely) = (Vec::new(), Vec::new());
    for (words, own) in &by_words {
        let title = rows[own[0]].split('\t').next().unwrap();
        // What stands nearest when the title itself is not there.
        let cited = Cited::new(title);
        for near in titles.near_but(&cited, words) {
            let line = format!("{title} → {}", near.title);
            match near.likeness {
                Likeness::Sure => sure.push(line),
                Likeness::Likely => likely.push(line),
                Likeness::Near => {}
            }
        }
    }
    println!(
        "{} titles left out in turn: {} errors, {} warnings",
        by_words.len(),
        sure.len(),
        likely.len()
    );
    println!(
        "errors:\n{}\nwarnings:\n{}",
        sure.join("\n"),
        likely.join("\n")
    );
    // 互联网（药品）信息服务管理办法: two regulations that nothing but the table tells apart.
    assert!(sure.len() <= 1 && likely.len() <= 20);
}
