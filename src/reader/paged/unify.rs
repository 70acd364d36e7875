//! Characters that only the writing of the file changed.
//!
//! A font has one glyph for a radical and the character of the same shape, and writers of
//! `ToUnicode` take either. The author wrote the character.

/// The characters that the Kangxi radicals U+2F00 to U+2FD5 are, after Unicode;
/// where Unicode names a traditional form, the one of simplified text.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Simplified radicals of U+2E80 to U+2EF3 with the character each is.
const SIMPLIFIED: &str = "⺟母⺠民⻅见⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⻄西⻆角⺎兀⺏尢⺐尢⺪疋⺮竹⺰丝⺼肉⻊足⻑長⻤鬼⻯竜";

/// Returns the character that the author wrote.
pub(in crate::reader) fn unify(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => {
            let index = u32::from(c) - 0x2F00;
            KANGXI.chars().nth(index as usize).unwrap_or(c)
        }
        '\u{2E80}'..='\u{2EF3}' => {
            let mut pairs = SIMPLIFIED.chars();
            while let (Some(radical), Some(character)) = (pairs.next(), pairs.next()) {
                if radical == c {
                    return character;
                }
            }
            c
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_the_characters_they_look_like() {
        assert_eq!(KANGXI.chars().count(), 214);
        for (radical, character) in [
            ('⼀', '一'),
            ('⾏', '行'),
            ('⽅', '方'),
            ('⿕', '龠'),
            ('⻓', '长'),
            ('⻚', '页'),
            ('法', '法'),
        ] {
            assert_eq!(unify(radical), character);
        }
    }
}
