(function () {
  var form = document.getElementById('filter');
  var select = document.getElementById('rule');
  var notes = Array.prototype.slice.call(document.querySelectorAll('.finding'));
  if (!notes.length) return;
  form.hidden = false;
  var rules = {};
  notes.forEach(function (note) { rules[note.dataset.rule] = true; });
  Object.keys(rules).sort().forEach(function (rule) {
    var option = document.createElement('option');
    option.value = option.textContent = rule;
    select.appendChild(option);
  });
  function apply() {
    var shown = {};
    form.querySelectorAll('input').forEach(function (box) { shown[box.value] = box.checked; });
    notes.forEach(function (note) {
      note.hidden = !shown[note.dataset.severity] || (select.value !== '' && select.value !== note.dataset.rule);
      var at = document.getElementById(note.id + '-at');
      if (at) at.hidden = note.hidden;
    });
    document.querySelectorAll('article').forEach(function (article) {
      article.querySelectorAll('mark').forEach(function (mark) {
        var any = mark.dataset.of.split(' ').some(function (number) {
          var note = article.querySelector('.finding[data-number="' + number + '"]');
          return note && !note.hidden;
        });
        mark.classList.toggle('off', !any);
      });
    });
  }
  form.addEventListener('change', apply);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  var at = -1;
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT)$/.test(event.target.tagName)) return;
    var step = event.key === 'j' || event.key === 'J' ? 1 : event.key === 'k' || event.key === 'K' ? -1 : 0;
    if (!step) return;
    var open = notes.filter(function (note) { return !note.hidden; });
    if (!open.length) return;
    at = Math.max(0, Math.min(open.length - 1, at + step));
    open[at].tabIndex = -1;
    open[at].focus();
    open[at].scrollIntoView({ block: 'center' });
  });
})();
