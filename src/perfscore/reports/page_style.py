"""How the page of an audit looks: one style sheet, for the screen and for A4 paper."""

from __future__ import annotations

STYLE = """
:root{--ink:#1c2733;--soft:#5b6875;--line:#d5dbe1;--paper:#fff;--ground:#f4f6f8;
--blue:#1d4f80;--red:#b3261e;--amber:#8a5a00;--green:#1b6b42;
--lost:#c0392b;--open:#e0a93b;--held:#9db4c8}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);
font:15px/1.6 system-ui,"Noto Sans CJK SC","Source Han Sans SC","PingFang SC",
"Microsoft YaHei","WenQuanYi Zen Hei",sans-serif}
.skip{position:absolute;left:-99em}
.skip:focus{left:1em;top:1em;background:var(--paper);padding:.5em 1em;z-index:9}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1{font-size:1.65rem;line-height:1.3;margin:0 0 .3rem;color:var(--blue)}
h2{font-size:1.2rem;margin:0 0 .7rem;color:var(--blue)}
h3{font-size:1.05rem;margin:0 0 .2rem}
p{margin:.3rem 0}
a{color:var(--blue)}
:focus-visible{outline:3px solid #2f7fd0;outline-offset:2px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;
margin:.6rem 0 0}
section,.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;
padding:1rem 1.15rem;margin:1rem 0}
section section,section .card{border-width:1px 0 0;border-radius:0;padding:1rem 0 0}
.dim{color:var(--soft);font-size:.9em}
.error{color:var(--red)}.warning{color:var(--amber)}.note{color:var(--blue)}
.error b,.warning b,b.error,b.warning,td.error,td.warning{font-weight:600}
.confirmed{color:var(--green)}.possible{color:var(--amber)}
.contradicted{color:var(--red);font-weight:600}.unclaimed{color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.7rem;
margin:0 0 1rem;padding:0}
.tiles div{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem}
.tiles dt{color:var(--soft);font-size:.9em}
.tiles dd{margin:0;font-size:1.55rem;line-height:1.25;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93em}
th,td{border-bottom:1px solid var(--line);padding:.35rem .55rem;text-align:left;
vertical-align:top;overflow-wrap:break-word}
thead th{border-bottom:2px solid #8b98a5;white-space:nowrap;background:#eef2f5}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.w{white-space:nowrap}
td.t{min-width:6em}
tbody th{font-weight:inherit;min-width:7em}
.bars td{vertical-align:middle}.bars .b{width:55%}
svg.bar{display:block;width:100%;height:1.05rem;min-width:7rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;padding:0;
margin:.2rem 0 .6rem}
.legend svg{width:1.3em;height:.85em;vertical-align:-.05em;margin-right:.35em}
.held{fill:var(--held)}.lost{fill:var(--lost)}.claim{fill:var(--ink)}
.frame{fill:none;stroke:#8b98a5}
fieldset{border:1px solid var(--line);border-radius:6px;margin:0 0 .7rem;
display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;padding:.3rem .8rem}
fieldset label{cursor:pointer}
#findings:has(#only-error:checked) tr:is(.is-warning,.is-note),
#findings:has(#only-warning:checked) tr:is(.is-error,.is-note),
#findings:has(#only-note:checked) tr:is(.is-error,.is-warning){display:none}
details{border-top:1px solid var(--line);padding:.35rem 0}
summary{cursor:pointer}
details table{margin:.4rem 0 .8rem}
@media (max-width:46rem){
header,main,footer{padding:0 .6rem}header{padding-top:1rem}
section{padding:.8rem .7rem}h1{font-size:1.35rem}
.stack thead{position:absolute;left:-99em}
.stack tr{display:block;border-bottom:2px solid #8b98a5;padding:.4rem 0}
.stack td{display:grid;grid-template-columns:5.5em minmax(0,1fr);gap:.5em;border:0;
padding:.1rem 0;text-align:left;white-space:normal}
.stack td::before{content:attr(data-label);color:var(--soft)}
.stack td:empty{display:none}
.bars thead{position:absolute;left:-99em}
.bars tr{display:grid;grid-template-columns:repeat(3,auto);gap:0 .8em;
border-bottom:1px solid var(--line);padding:.35rem 0}
.bars th,.bars td{border:0;padding:0;text-align:left}
.bars th,.bars .b{grid-column:1/-1;width:auto}
.bars .n::before{content:attr(data-label) " ";color:var(--soft)}
}
@page{size:A4;margin:14mm 12mm}
@media print{
body{background:none;font-size:9.5pt;line-height:1.45}
header,main,footer{max-width:none;padding:0}
nav,fieldset,.skip,.screen{display:none}
section,.card{border:0;padding:0;margin:0 0 6mm}
section section,section .card{padding:3mm 0 0;border-top:.3mm solid var(--line)}
h2,h3{break-after:avoid}
tr,.tiles,figure{break-inside:avoid}
thead{display:table-header-group}
thead th{background:none}
.scroll{overflow:visible}
table{font-size:8pt}th,td{padding:.6mm 1mm}
thead th{white-space:normal}thead th.n,thead th.w{white-space:nowrap}
a{color:inherit;text-decoration:none}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
